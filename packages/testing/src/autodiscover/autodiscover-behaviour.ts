/**
 * What an Autodiscover endpoint does when it is asked.
 *
 * @public
 */
export type AutodiscoverBehaviour =
  /** Answers with settings; a URL that is left out is not available. */
  | {
      readonly kind: 'settings';
      /** ExternalEwsUrl; in POX that of the protocols EXPR and WEB. */
      readonly ewsUrl?: string;
      /** InternalEwsUrl; in POX that of the protocol EXCH. Default: none. */
      readonly internalEwsUrl?: string;
      /** Default: none. */
      readonly groupingInformation?: string;
    }
  /** Sends the client to another mail address, inside an HTTP 200. */
  | { readonly kind: 'redirectAddress'; readonly address: string }
  /** Sends the client to another URL: inside an HTTP 200 for POX and SOAP, with HTTP 302 for JSON. */
  | { readonly kind: 'redirectUrl'; readonly url: string }
  /** Redirects by HTTP. `status` is 302 by default; `location` may be relative. */
  | { readonly kind: 'httpRedirect'; readonly location: string; readonly status?: 301 | 302 | 303 | 307 | 308 }
  /** Refuses every credential with 401. */
  | { readonly kind: 'unauthorized' }
  /**
   * Answers with an error. `level` says where it stands in a SOAP answer: of the whole response, of the user (the
   * default) or of each setting. In POX the code is a number, in JSON a name.
   */
  | {
      readonly kind: 'error';
      readonly code: string;
      readonly message?: string;
      readonly level?: 'response' | 'user' | 'setting';
    }
  /** Answers 200 with the HTML of a page, as a web server does that knows nothing of Autodiscover. */
  | { readonly kind: 'html' }
  /** Answers with the settings behind a document type whose entity stands in the URL. */
  | { readonly kind: 'doctype'; readonly ewsUrl: string }
  /** Answers with settings in a document of at least so many bytes. */
  | { readonly kind: 'oversized'; readonly ewsUrl: string; readonly bytes: number }
  /** Answers with exactly this. */
  | {
      readonly kind: 'raw';
      readonly status: number;
      readonly headers?: Readonly<Record<string, string>>;
      readonly body?: string;
    };

/**
 * The endpoints of a host: `pox` is `/autodiscover/autodiscover.xml` and `soap` `/autodiscover/autodiscover.svc` over
 * HTTPS; `json` is `/autodiscover/autodiscover.json/v1.0/…` over HTTPS; `plain` is the first one over HTTP.
 *
 * @public
 */
export type AutodiscoverEndpoint = 'pox' | 'soap' | 'json' | 'plain';

/** A host that clients may ask. @public */
export interface AutodiscoverHost {
  /** Name, or an IP address. */
  readonly name: string;
  /** What its endpoints do; one that is left out answers 404. Default: all are left out. */
  readonly endpoints?: Readonly<Partial<Record<AutodiscoverEndpoint, AutodiscoverBehaviour>>>;
  /** What is done at other paths over HTTPS, by path in lower case. Default: 404. */
  readonly paths?: Readonly<Record<string, AutodiscoverBehaviour>>;
  /** Addresses that the name resolves to. Default: one public address, so that rules about private ones do not apply. */
  readonly addresses?: readonly string[];
  /** What is wrong with its certificate. Default `valid`. */
  readonly certificate?: 'valid' | 'otherName' | 'expired' | 'untrusted';
  /** Who may ask POX and SOAP: with Basic and one of these. Default: whoever sends an Authorization header. */
  readonly users?: readonly { readonly userName: string; readonly password: string }[];
}

/** A DNS record that names a host for the Autodiscover of a domain. @public */
export interface AutodiscoverSrvRecord {
  /** Mail domain: the record's name is `_autodiscover._tcp.` with the domain. */
  readonly domain: string;
  readonly target: string;
  /** Default 443. */
  readonly port?: number;
  /** Lower ones go first. Default 0. */
  readonly priority?: number;
  /** Default 0. */
  readonly weight?: number;
}
