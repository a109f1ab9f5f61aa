import type { Company } from '../company/company.ts';
import type { EntraContext } from '../entra/entra-context.ts';
import type { AdministratorAccount } from '../entra/entra-administration.ts';
import type { EntraTenantSettings } from '../entra/entra-options.ts';
import { soundUserState } from '../entra/entra-user.ts';
import type { GraphTenant } from './graph-context.ts';
import type { GraphEmulatorOptions } from './graph-emulator.ts';
import type { Mailbox } from './mailbox.ts';
import { seedMeetings } from './seed-company.ts';
import type { Versions } from './versions.ts';

const administratorId = 'administrator';
const administratorPassword = 'password-of-the-administrator';

/** Puts companies into tenants. */
export class TenantSeeder {
  readonly #entra: EntraContext;
  readonly #options: GraphEmulatorOptions;
  readonly #versions: Versions;

  constructor(entra: EntraContext, options: GraphEmulatorOptions, versions: Versions) {
    this.#entra = entra;
    this.#options = options;
    this.#versions = versions;
  }

  /** @throws RangeError when a meeting cannot be expressed in Graph. */
  seed(tenant: GraphTenant, company: Company): void {
    const { mailboxes = {}, hiddenAttendeeMeetings } = this.#options;
    this.#entra.directory.tenant(tenant.tenantId).addDomain(company.domain);
    for (const person of company.people) {
      this.#addUser(tenant, tenant.directory.addPerson(person, mailboxes[person.id]), person.password);
    }
    for (const room of company.rooms) tenant.directory.addRoom(room, company.timeZone, mailboxes[room.id]);
    seedMeetings(
      {
        directory: tenant.directory,
        clock: this.#entra.clock,
        hiddenAttendeeMeetings: new Set(hiddenAttendeeMeetings),
        versions: this.#versions,
      },
      company,
    );
  }

  /** The administrator that every tenant has, made when first asked for. */
  administrator(tenant: GraphTenant): AdministratorAccount {
    const entraTenant = this.#entra.directory.tenant(tenant.tenantId);
    const domain = entraTenant.mainDomain ?? `tenant-${tenant.tenantId.slice(0, 8)}.example`;
    const user = entraTenant.user(administratorId);
    if (user === undefined) {
      const mailbox = tenant.directory.addPerson(
        { id: administratorId, name: 'Administrator', address: `global-admin@${domain}`, timeZone: 'UTC' },
        { hosting: 'none' },
      );
      this.#addUser(tenant, mailbox, administratorPassword);
    }
    const { userPrincipalName, password } = entraTenant.user(administratorId) ?? {};
    if (userPrincipalName === undefined || password === undefined) throw new RangeError('There is no administrator');
    return { personId: administratorId, userName: userPrincipalName, password };
  }

  #addUser({ tenantId }: GraphTenant, mailbox: Mailbox, password: string): void {
    const { companyId, objectId, address, displayName } = mailbox;
    const { administrators = [] } = this.#settingsOf(tenantId);
    this.#entra.directory.tenant(tenantId).addUser({
      personId: companyId,
      tenantId,
      objectId,
      userPrincipalName: address,
      displayName,
      isAdministrator: companyId === administratorId || administrators.includes(companyId),
      password,
      state: soundUserState,
    });
  }

  #settingsOf(tenantId: string): EntraTenantSettings {
    return this.#options.tenants?.find((tenant) => tenant.tenantId === tenantId) ?? this.#options;
  }
}
