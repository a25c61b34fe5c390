import Appups
import ErlangTerms
import Testing

@Suite struct PurgePolicyTests {
    @Test func readsRules() throws {
        let policy = try #require(PurgePolicy("default=soft;m1=brutal;m2=soft/brutal"))
        #expect(policy.standard == .init(before: .soft, after: .soft))
        #expect(
            policy.modules == [
                "m1": .init(before: .brutal, after: .brutal), "m2": .init(before: .soft, after: .brutal),
            ])
        #expect(PurgePolicy("") == PurgePolicy())
    }

    @Test(arguments: ["soft", "m=", "m=hard", "=soft", "m=soft/hard", "m=soft/soft/soft", "m=soft=soft", "m=/soft"])
    func refuses(text: String) {
        #expect(PurgePolicy(text) == nil)
    }
}
