/// The name of an entry in a tarball: bytes, relative, checked.
///
/// Each place has one spelling: components joined by single slashes, no `.`, no `..`, no leading or trailing slash.
/// The bytes need not be UTF-8. There are at most 4095 of them, and at most 255 in a component, as in names of files.
public struct EntryPath: Hashable, Comparable, Sendable, CustomStringConvertible {
    public let bytes: [UInt8]

    /// Why bytes are not an entry path.
    public enum Fault: Error, Equatable, Sendable, CustomStringConvertible {
        case empty, absolute, parent, control, long

        public var description: String { "the name of an entry \(reason)" }

        var code: TarballError.Code {
            switch self {
            case .empty: .emptyPath
            case .absolute: .absolutePath
            case .parent: .parentPath
            case .control: .controlCharacter
            case .long: .pathTooLong
            }
        }

        var reason: String {
            switch self {
            case .empty: "has no name"
            case .absolute: "is an absolute path"
            case .parent: "leaves the directory"
            case .control: "has a control character in its name"
            case .long: "has too long a name"
            }
        }
    }

    /// A name as an archive has it; drops `./` in front, doubled slashes and a slash at the end.
    public init(_ name: some Collection<UInt8>) throws(Fault) {
        if name.first == slash { throw .absolute }
        guard name.count <= 4095 else { throw .long }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(name.count + 1)
        /// Where the last component begins in `bytes`.
        var start = 0
        func endComponent() throws(Fault) {
            let length = bytes.count - start
            if length == 2, bytes[start] == dot, bytes[start + 1] == dot { throw .parent }
            guard length <= 255 else { throw .long }
            if length == 1, bytes[start] == dot { bytes.removeLast() }
            if bytes.count > start { bytes.append(slash) }
            start = bytes.count
        }
        for byte in name {
            if byte == slash {
                try endComponent()
            } else if byte < 0x20 || byte == 0x7F {
                throw .control
            } else {
                bytes.append(byte)
            }
        }
        try endComponent()
        if bytes.isEmpty { throw .empty }
        bytes.removeLast()
        self.bytes = bytes
    }

    /// A name as an archive has it.
    public init(_ name: String) throws(Fault) {
        try self.init(Array(name.utf8))
    }

    private init(checked bytes: [UInt8]) {
        self.bytes = bytes
    }

    /// The name as text; bytes that are not UTF-8 are replaced.
    public var string: String { String(decoding: bytes, as: UTF8.self) }

    /// The name as text that shows every byte; bytes that are not UTF-8 as `\xFF`.
    public var description: String { Self.display(bytes) }

    /// Its first component.
    public var top: EntryPath {
        bytes.firstIndex(of: slash).map { Self(checked: Array(bytes[..<$0])) } ?? self
    }

    /// The path below its first component, or nothing if that is all.
    public var belowTop: EntryPath? {
        bytes.firstIndex(of: slash).map { Self(checked: Array(bytes[($0 + 1)...])) }
    }

    /// The path below a directory, or nothing if it is not there.
    public func below(_ directory: EntryPath) -> EntryPath? {
        let length = directory.bytes.count
        guard bytes.count > length + 1, bytes[length] == slash, bytes.starts(with: directory.bytes) else { return nil }
        return Self(checked: Array(bytes[(length + 1)...]))
    }

    /// The directory that contains it, or nothing at the top.
    public var parent: EntryPath? {
        bytes.lastIndex(of: slash).map { Self(checked: Array(bytes[..<$0])) }
    }

    /// Its last component.
    public var name: ArraySlice<UInt8> {
        bytes[(bytes.lastIndex(of: slash).map { $0 + 1 } ?? 0)...]
    }

    /// Ordered by bytes.
    public static func < (left: Self, right: Self) -> Bool {
        left.bytes.lexicographicallyPrecedes(right.bytes)
    }

    /// Bytes as text for messages; control characters and bytes that are not UTF-8 as `\xFF`.
    static func display(_ bytes: [UInt8]) -> String {
        var text = ""
        var rest = bytes[...]
        var decoder = UTF8()
        while !rest.isEmpty {
            var iterator = rest.makeIterator()
            if case .scalarValue(let scalar) = decoder.decode(&iterator), scalar.properties.generalCategory != .control
            {
                text.unicodeScalars.append(scalar)
                rest = rest.dropFirst(UTF8.width(scalar))
            } else {
                let hex = String(rest.removeFirst(), radix: 16, uppercase: true)
                text += hex.utf8.count == 1 ? "\\x0\(hex)" : "\\x\(hex)"
            }
            decoder = UTF8()
        }
        return text
    }
}

private let slash = UInt8(ascii: "/")
private let dot = UInt8(ascii: ".")
