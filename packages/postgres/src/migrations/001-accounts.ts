import type { Migration } from './migration.ts';

/**
 * Ids, names and addresses compare by bytes (`collate "C"`): the same order on every server, whatever its locale.
 *
 * Sealed texts have a column each rather than a place in a JSON document, so that an administrator can grant reading of everything
 * but them. Dead versions of a row hold the sealed texts until vacuum takes them away, so vacuum comes early.
 */
export const accountTables: Migration = {
  name: '001-accounts',
  statements: (schema) => [
    `create sequence ${schema}.account_generation as bigint`,
    `create table ${schema}.accounts (
       id text collate "C" primary key check (id ~ '^[A-Za-z0-9._:-]{1,128}$'),
       generation bigint not null check (generation > 0),
       version bigint not null default 1,
       fence bigint not null default 0,
       owner_id text collate "C" not null,
       role text not null check (role in ('user', 'room', 'connector')),
       provider text collate "C" not null,
       identity jsonb not null,
       identity_id text collate "C" not null generated always as (identity ->> 'id') stored,
       tenant_id text collate "C" generated always as (identity ->> 'tenantId') stored,
       credential_kind text not null check (credential_kind in ('oauth', 'password', 'application', 'basic')),
       scopes jsonb not null,
       policy jsonb not null,
       requested_policy jsonb,
       status jsonb not null default '{"state":"active"}',
       state text not null generated always as (status ->> 'state') stored,
       connected_at timestamptz not null,
       refreshed_at timestamptz not null,
       refresh_expires_at timestamptz,
       credential text check (octet_length(credential) <= 131072),
       access_token text check (octet_length(access_token) <= 131072),
       check (state in ('active', 'reauthorizationRequired', 'tenantAccessRevoked')),
       check (state = 'active' or access_token is null)
     ) with (autovacuum_vacuum_scale_factor = 0.02)`,
    `create index accounts_by_tenant on ${schema}.accounts (provider, tenant_id, id)`,
    `create index accounts_by_identity on ${schema}.accounts (provider, identity_id, id)`,
    `create index accounts_by_owner on ${schema}.accounts (owner_id, id)`,
    `create index accounts_by_end on ${schema}.accounts (refresh_expires_at) where refresh_expires_at is not null`,
    `create index accounts_by_refresh on ${schema}.accounts (refreshed_at)`,
    `create table ${schema}.account_secrets (
       account_id text collate "C" not null references ${schema}.accounts (id) on delete cascade,
       generation bigint not null,
       name text collate "C" not null,
       sealed text not null check (octet_length(sealed) <= 131072),
       primary key (account_id, name)
     ) with (autovacuum_vacuum_scale_factor = 0.02)`,
    `create table ${schema}.application_secrets (
       name text collate "C" primary key,
       sealed text not null check (octet_length(sealed) <= 131072)
     )`,
    `create sequence ${schema}.lease_fence as bigint`,
    `create table ${schema}.leases (
       name text collate "C" primary key,
       owner text collate "C" not null,
       fence bigint not null default nextval('${schema}.lease_fence'),
       expires_at timestamptz not null
     )`,
    `create table ${schema}.events (
       position bigint generated always as identity primary key,
       id text collate "C" not null unique,
       event jsonb,
       visible_at timestamptz not null default clock_timestamp(),
       acknowledged_at timestamptz,
       check ((event is null) = (acknowledged_at is not null))
     )`,
    `create index events_waiting on ${schema}.events (position) where acknowledged_at is null`,
    `create table ${schema}.policies (
       kind text not null check (kind in ('organization', 'group', 'user')),
       id text collate "C" not null,
       setting jsonb not null,
       primary key (kind, id)
     )`,
    `create table ${schema}.audit (
       position bigint generated always as identity primary key,
       action text not null,
       actor text not null,
       record_id text not null,
       purpose text not null,
       outcome text not null check (outcome in ('success', 'failure')),
       at timestamptz not null,
       recorded_at timestamptz not null default clock_timestamp()
     )`,
    `create index audit_by_record on ${schema}.audit (record_id, position)`,
    `create function ${schema}.refuse_change() returns trigger language plpgsql as $$
       begin
         raise exception 'the audit can only be added to' using errcode = 'insufficient_privilege';
       end
     $$`,
    `create trigger audit_is_append_only before update or delete on ${schema}.audit
       for each row execute function ${schema}.refuse_change()`,
    `create trigger audit_is_not_truncated before truncate on ${schema}.audit
       for each statement execute function ${schema}.refuse_change()`,
  ],
};
