import FuzzTargets
import LibC
import UpgradeDocuments

/// `relup-fuzz TARGET`, with libFuzzer's arguments behind it: gives a target the bytes that libFuzzer thinks of.
/// `relup-fuzz upgrade` writes the document of an upgrade, for it to begin with.
@main
enum Fuzz {
    static let target = CommandLine.arguments.count > 1 ? FuzzTarget(rawValue: CommandLine.arguments[1]) : nil

    static func main() {
        guard target != nil else {
            print(String(decoding: FuzzTarget.upgrade.text, as: UTF8.self))
            exit(0)
        }
        let count = UnsafeMutablePointer<CInt>.allocate(capacity: 1)
        count.pointee = CommandLine.argc - 1
        let arguments = UnsafeMutablePointer<UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>>.allocate(capacity: 1)
        arguments.pointee = CommandLine.unsafeArgv + 1
        exit(runFuzzer(count, arguments, body))
    }

    private static let body: @convention(c) (UnsafePointer<UInt8>?, Int) -> CInt = { bytes, count in
        _ = target?.outcome(of: Array(UnsafeBufferPointer(start: bytes, count: count)))
        return 0
    }
}

/// libFuzzer's entry for programs with a main function of their own.
@_silgen_name("LLVMFuzzerRunDriver")
private func runFuzzer(
    _ count: UnsafeMutablePointer<CInt>,
    _ arguments: UnsafeMutablePointer<UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>>,
    _ body: @convention(c) (UnsafePointer<UInt8>?, Int) -> CInt
) -> CInt
