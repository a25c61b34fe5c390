import Files
import FuzzTargets
import TestSupport
import Testing

/// What a search for bytes found once, `fixtures/fuzz/TARGET/NAME`, is refused with the message beside it or read.
@Suite struct FuzzTargetTests {
    @Test(arguments: FuzzTarget.allCases)
    func foundInputs(target: FuzzTarget) throws {
        let folder = "fuzz/\(target)"
        for name in try Directory.names(in: Fixture.path(folder)) where !name.hasSuffix(".expected") {
            let outcome = target.outcome(of: try Fixture.bytes("\(folder)/\(name)"))
            let expected = try Golden.text(in: "\(folder)/\(name).expected", actual: "\(outcome)\n")
            #expect("\(outcome)\n" == expected, "\(folder)/\(name)")
        }
    }
}
