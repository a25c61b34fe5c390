internal import Files
internal import LibC

/// A fresh directory, removed with all below it when its owner lets it go.
package final class TemporaryDirectory: Sendable {
    package let path: String

    package init() {
        var template = Array("/tmp/relup-test-XXXXXX".utf8CString)
        guard mkdtemp(&template) != nil else { preconditionFailure("cannot make a temporary directory") }
        path = template.withUnsafeBufferPointer { String(cString: $0.baseAddress!) }
    }

    /// The path of a name below the directory.
    package func path(_ name: String) -> String {
        "\(path)/\(name)"
    }

    deinit {
        Directory.remove(path)
    }
}
