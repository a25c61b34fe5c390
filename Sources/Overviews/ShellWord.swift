/// Words of commands that readers are shown.
enum ShellWord {
    /// A name as a shell takes it.
    static func quoted(_ name: String) -> String {
        let isPlain = name.utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "/"), UInt8(ascii: "_"),
                UInt8(ascii: "-"), UInt8(ascii: "+"):
                true
            default: byte >= 0x80
            }
        }
        return isPlain ? name : "'\(name.replacing("'", with: "'\\''"))'"
    }
}
