package import ErlangTerms

/// A web server whose connections relups know how to stop and resume: what its adapter in Erlang does not say.
///
/// A test compares `all` with the adapters, and writes the table of web servers in Documentation/Runtime.md from it.
package struct WebServer: Sendable {
    /// The module with the behaviour `relup_web`.
    package let adapter: Atom
    /// The applications that have a Phoenix application listen.
    package let applications: [Atom]
    /// Modules of its processes that are of type supervisor.
    package let supervisors: [Atom]
    /// Functions of its own that suspend and resume.
    package let suspensions: [Suspension]
    /// The rows of the table: server, listener, acceptors, connections, websocket, request.
    let rows: [[String]]

    /// `suspend` and `resume` are functions as `module:name`.
    package struct Suspension: Sendable {
        package let what: Connections
        package let suspend: String
        package let resume: String
    }

    package enum Connections: String, Sendable {
        case acceptors, listeners
    }

    package static let all = [
        WebServer(
            adapter: "relup_ranch", applications: ["cowboy", "ranch"],
            supervisors: [
                "cowboy_clear", "cowboy_tls", "ranch_acceptors_sup", "ranch_conns_sup", "ranch_conns_sup_sup",
                "ranch_embedded_sup", "ranch_listener_sup", "ranch_sup",
            ],
            suspensions: [
                Suspension(
                    what: .acceptors, suspend: "ranch:stop_all_acceptors", resume: "ranch:restart_all_acceptors"),
                Suspension(what: .listeners, suspend: "ranch:suspend_listener", resume: "ranch:resume_listener"),
            ],
            rows: [
                [
                    "ranch 1, cowboy 1", "`ranch_listener_sup`", "`ranch_acceptors_sup`", "`ranch_conns_sup`",
                    "subscribed to `Phoenix.PubSub.Local`, if there is one",
                    "the connection, unless it waits for a request",
                ],
                [
                    "ranch 2, cowboy 2", "`ranch_listener_sup`", "`ranch_acceptors_sup`", "`ranch_conns_sup_sup`",
                    "runs `cowboy_websocket`, or says so when asked", "linked children of the connection",
                ],
            ]),
        WebServer(
            adapter: "relup_thousand_island", applications: ["bandit", "thousand_island"], supervisors: [],
            suspensions: [
                Suspension(
                    what: .listeners, suspend: "Elixir.ThousandIsland:suspend", resume: "Elixir.ThousandIsland:resume")
            ],
            rows: [
                [
                    "ThousandIsland, Bandit", "`ThousandIsland.Server`", "in `acceptor_pool_supervisor`",
                    "each `connection_sup`", "its handler is `Bandit.WebSocket.Handler`",
                    "the connection while it is at work, or its children",
                ]
            ]),
        WebServer(
            adapter: "relup_inets", applications: [], supervisors: [], suspensions: [],
            rows: [
                [
                    "httpd of inets", "`httpd_instance_sup`", "`httpd_acceptor_sup`", "`httpd_connection_sup`", "none",
                    "the connection while it is at work",
                ]
            ]),
    ]
}
