internal import Files
internal import Glibc

/// A fresh directory, removed with all below it when its owner lets it go.
public final class TemporaryDirectory: Sendable {
    public let path: String

    public init() {
        var template = Array("/tmp/relup-test-XXXXXX".utf8CString)
        guard mkdtemp(&template) != nil else { preconditionFailure("cannot make a temporary directory") }
        path = template.withUnsafeBufferPointer { String(cString: $0.baseAddress!) }
    }

    /// The path of a name below the directory.
    public func path(_ name: String) -> String {
        "\(path)/\(name)"
    }

    deinit {
        Directory.remove(path)
    }
}
