import ErlangTerms
import Files
import Relups
import Testing

@testable import RelupModifications

struct RelupFilterTests {
    private let relup = Shorthand.relup(up: "code a a | PONR | load a", down: "PONR | remove a")

    @Test func programModifiesTheRelup() throws {
        let result = try RelupFilter.apply("sed s/brutal_purge/soft_purge/g", to: relup)
        #expect(result == (try RelupModification.default.apply(to: relup, configuration: .init(name: "a")).relup))
    }

    @Test func largeRelupsPassThrough() throws {
        var large = relup
        large.up[0].instructions += Shorthand.script((0..<20_000).map { "load m\($0)" }.joined(separator: "|"))
        #expect(try RelupFilter.apply("cat", to: large) == large)
    }

    @Test(arguments: [
        ("cat; exit 3", "'cat; exit 3' ended with status 3"),
        ("kill -9 $$", "'kill -9 $$' was ended by signal 9"),
        (
            "sed s/load,/loda,/",
            "'sed s/load,/loda,/' made an instruction that no relup can hold: {loda,{a,brutal_purge,brutal_purge}}"
        ),
        ("sed 's/\"1\"/\"0\"/'", "'sed 's/\"1\"/\"0\"/'' changed the versions of the relup"),
    ])
    func wrongAnswersAreErrors(command: String, message: String) {
        let error = #expect(throws: ModificationError.self) { try RelupFilter.apply(command, to: relup) }
        #expect(error?.message == message)
    }

    @Test(arguments: ["true", "echo a.", "echo '{'"])
    func answerIsARelup(command: String) {
        #expect(throws: RelupError.self) { try RelupFilter.apply(command, to: relup) }
    }
}
