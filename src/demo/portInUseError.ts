/** The ports of a demo server: HTTP and ws on the first, HTTPS and wss on the second. */
export interface DemoPorts {
  httpPort: number;
  httpsPort: number;
}

/** A port that the demo server needs is taken; `suggestion` is the next pair that is free. */
export class PortInUseError extends Error {
  override readonly name = 'PortInUseError';
  readonly code = 'WB_DEMO_PORT_IN_USE';
  readonly port: number;
  readonly suggestion: DemoPorts | null;

  constructor(port: number, suggestion: DemoPorts | null) {
    super(
      suggestion
        ? `Port ${port} is in use; ${suggestion.httpPort} and ${suggestion.httpsPort} are free.`
        : `Port ${port} is in use.`,
    );
    this.port = port;
    this.suggestion = suggestion;
  }
}
