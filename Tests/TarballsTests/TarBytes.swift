import Files
import TestSupport

/// Archives made header by header, as no honest program makes them.
struct TarBytes {
    private(set) var bytes: [UInt8] = []

    /// Adds an entry; `type` is its one-letter type in the header.
    mutating func add(
        _ name: [UInt8], type: Character = "0", contents: [UInt8] = [], link: String = "", mode: Int = 0o644,
        size: Int? = nil
    ) {
        var header = [UInt8](repeating: 0, count: 512)
        func put(_ text: some Collection<UInt8>, at offset: Int) {
            header.replaceSubrange(offset..<offset + text.count, with: text)
        }
        func octal(_ number: Int, _ width: Int) -> [UInt8] {
            let digits = String(number, radix: 8)
            return Array((String(repeating: "0", count: width - digits.utf8.count) + digits).utf8)
        }
        put(name.prefix(100), at: 0)
        put(octal(mode, 7), at: 100)
        put(octal(0, 7), at: 108)
        put(octal(0, 7), at: 116)
        put(octal(size ?? contents.count, 11), at: 124)
        put(octal(1_700_000_000, 11), at: 136)
        put(Array("        ".utf8), at: 148)
        put([type.asciiValue!], at: 156)
        put(Array(link.utf8.prefix(100)), at: 157)
        put(Array("ustar\u{0}00".utf8), at: 257)
        put(octal(header.reduce(0) { $0 + Int($1) }, 6) + [0], at: 148)
        bytes += header + contents
        bytes += [UInt8](repeating: 0, count: (512 - contents.count % 512) % 512)
    }

    mutating func add(_ name: String, type: Character = "0", text: String = "", link: String = "", mode: Int = 0o644) {
        add(Array(name.utf8), type: type, contents: Array(text.utf8), link: link, mode: mode)
    }

    /// Adds a pax header for the next entry, with one record.
    mutating func addPax(_ key: String, _ value: [UInt8]) {
        let rest = Array(" \(key)=".utf8) + value + [UInt8(ascii: "\n")]
        var length = rest.count + 1
        while String(length).utf8.count + rest.count != length { length += 1 }
        add(Array("PaxHeaders/x".utf8), type: "x", contents: Array(String(length).utf8) + rest)
    }

    mutating func append(_ more: [UInt8]) {
        bytes += more
    }

    /// Adds the end of the archive.
    mutating func end() {
        bytes += [UInt8](repeating: 0, count: 1024)
    }

    /// Writes the archive, through `gzip` where the name says so.
    func write(to path: String) throws {
        if path.hasSuffix(".gz") {
            try WholeFile.write(CommandRun.run(["gzip", "-nc"], stdin: bytes).output, to: path)
        } else {
            try WholeFile.write(bytes, to: path)
        }
    }
}
