/// Text for pids, ports, references and local funs.
enum OpaqueTerm {
    static func text(_ bytes: [UInt8]) -> String { "#Opaque<\(bytes.count)>" }
}
