import ErlangTerms
import Releases
import TestSupport
import Testing

@Suite struct ResolvedReleaseTests {
    /// Applications as `name: uses / includes`, in the release's order.
    private func resolve(_ applications: String...) throws -> ResolvedRelease {
        let records = applications.map { text in
            let parts = text.split(separator: ":", omittingEmptySubsequences: false)
            let lists = parts[1].split(separator: "/", omittingEmptySubsequences: false).map { list in
                list.split(separator: " ").map { Atom(String($0)) }
            }
            var application = Application(name: Atom(String(parts[0])), version: "1")
            application.applications = lists[0]
            if lists.count > 1 { application.includedApplications = lists[1] }
            application.optionalApplications = ["optional"]
            return ApplicationRecord(application, directory: "ebin")
        }
        let entries = try records.map { Release.Entry(try ApplicationName($0.name), try Version($0.version)) }
        let release = Release(name: "r", version: "1", ertsVersion: "1", applications: entries)
        return try ResolvedRelease(release, records: records)
    }

    private func order(_ release: ResolvedRelease) -> String {
        release.applications.map(\.name.name).joined(separator: " ")
    }

    @Test func dependenciesStandBefore() throws {
        #expect(order(try resolve("a:", "b:", "c:")) == "a b c")
        #expect(order(try resolve("a:c", "b:", "c:b")) == "b c a")
        #expect(order(try resolve("a:d b", "b:", "c:", "d:")) == "b d a c")
        #expect(order(try resolve("a:/c", "b:", "c:")) == "c a b")
        #expect(order(try resolve("a:optional", "b:")) == "a b")
    }

    @Test func whatIsIncludedStandsForItsTop() throws {
        let release = try resolve("a:c", "b:/c", "c:")
        #expect(order(release) == "c b a")
        #expect(release.applications[2].application.applications == ["b"])
    }

    @Test(arguments: [
        (["a:b", "b:a"], #"{circular_dependencies,[{b,"1"},{a,"1"}]}"#),
        (["a:x y", "b:x"], "{undefined_applications,[x,y]}"),
        (["a:/c", "b:/c", "c:"], #"{duplicate_include,[{{c,a,"1","ebin"},{c,b,"1","ebin"}}]}"#),
    ])
    func refusesWhatDoesNotFit(applications: [String], reason: String) {
        let error = #expect(throws: SystoolsError.self) {
            switch applications.count {
            case 2: try self.resolve(applications[0], applications[1])
            default: try self.resolve(applications[0], applications[1], applications[2])
            }
        }
        #expect(error?.term == term("{error,systools_make,\(reason)}"))
    }

    @Test func refusesApplicationsThatIncludeEachOther() {
        let error = #expect(throws: SystoolsError.self) { try self.resolve("a:/b", "b:/a") }
        #expect(error?.term == term(#"{error,systools_make,{circular_dependencies,[{a,"1"}]}}"#))
    }

    @Test func tellsAllPairsOfModulesInTwoApplications() {
        let records = ["a", "b", "c"].map { name in
            var application = Application(name: Atom(name), version: "1")
            application.modules = name == "b" ? ["x"] : ["x", "y"]
            return ApplicationRecord(application, directory: name)
        }
        let release = Release(name: "r", version: "1", ertsVersion: "1", applications: [])
        let error = #expect(throws: SystoolsError.self) { try ResolvedRelease(release, records: records) }
        #expect(
            error?.term
                == term(
                    """
                    {error,systools_make,{duplicate_modules,
                      [{{y,a,"a"},{y,c,"c"}},{{x,b,"b"},{x,c,"c"}},{{x,a,"a"},{x,b,"b"}}]}}
                    """))
        #expect(error?.description == "the module 'y' is in 'a' 1 and in 'c' 1")
    }

    @Test func knowsTheApplicationOfEachModule() throws {
        let records = ["b", "a"].map { name in
            var application = Application(name: Atom(name), version: "1")
            application.modules = [Atom("\(name)_mod")]
            application.applications = name == "b" ? ["a"] : []
            return ApplicationRecord(application, directory: name)
        }
        let release = Release(
            name: "r", version: "1", ertsVersion: "1",
            applications: [
                .init("b", "1"), .init("a", "1"),
            ])
        let resolved = try ResolvedRelease(release, records: records)
        #expect(resolved.owners == ["a_mod": 0, "b_mod": 1])
        #expect(order(resolved) == "a b")
    }
}
