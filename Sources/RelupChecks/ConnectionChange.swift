internal import ErlangTerms
internal import RelupRuntime
internal import Relups

/// What a call does to the connections of a web server, as far as its function is known.
struct ConnectionChange {
    enum Object: String, CaseIterable {
        case acceptors, channels, listeners
    }

    let object: Object
    /// Whether it suspends or stops them; otherwise it resumes or starts them.
    let isSuspension: Bool

    /// Nil if the function is not known to change connections: it belongs neither to our or edeliver's runnable
    /// instructions, nor to a web server.
    init?(_ call: LowLevelInstruction.Call) {
        guard let known = Self.functions["\(call.module):\(call.function)"] else { return nil }
        self = known
    }

    private init(_ object: Object, isSuspension: Bool) {
        self.object = object
        self.isSuspension = isSuspension
    }

    private static let functions: [String: ConnectionChange] = {
        var functions: [String: ConnectionChange] = [:]
        for instruction in RunnableInstruction.all {
            guard let connections = instruction.connections else { continue }
            let change =
                switch connections {
                case .suspendsAcceptors: ConnectionChange(.acceptors, isSuspension: true)
                case .resumesAcceptors: ConnectionChange(.acceptors, isSuspension: false)
                case .suspendsChannels: ConnectionChange(.channels, isSuspension: true)
                case .resumesChannels: ConnectionChange(.channels, isSuspension: false)
                }
            for module in [instruction.module, instruction.moduleOfEdeliver].compactMap({ $0 }) {
                functions["\(module):run"] = change
            }
        }
        for suspension in WebServer.all.flatMap(\.suspensions) {
            let object: Object = suspension.what == .acceptors ? .acceptors : .listeners
            functions[suspension.suspend] = ConnectionChange(object, isSuspension: true)
            functions[suspension.resume] = ConnectionChange(object, isSuspension: false)
        }
        return functions
    }()
}
