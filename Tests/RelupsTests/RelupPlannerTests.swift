import ErlangTerms
import Releases
import Relups
import TestSupport
import Testing

/// The planner with releases that were never on disk. What it plans is compared with systools in RelupMakeTests.
@Suite struct RelupPlannerTests {
    private func release(_ version: String, _ entries: String, erts: String = "13.1") throws -> ResolvedRelease {
        let all = "{kernel,\"8\"},{stdlib,\"4\"},{sasl,\"4\"}" + (entries.isEmpty ? "" : ",\(entries)")
        let release = try Release(resource: term("{release,{\"r\",\"\(version)\"},{erts,\"\(erts)\"},[\(all)]}"))
        let records = release.applications.map { entry in
            var application = Application(name: entry.name, version: entry.version.text)
            application.modules = [Atom("\(entry.name)_mod")]
            return ApplicationRecord(
                application, type: entry.type, directory: "lib/\(entry.name)-\(entry.version)/ebin")
        }
        return try ResolvedRelease(release, records: records)
    }

    private func plan(
        _ top: ResolvedRelease, _ base: ResolvedRelease, appup: String = "{\"2\",[],[]}",
        options: RelupPlanner.Options = .init()
    ) throws -> (relup: Relup, warnings: [RelupWarning]) {
        var planner = try RelupPlanner(top: top, options: options) { record in
            .init(file: "\(record.directory)/\(record.name).appup", content: .success(term(appup)))
        }
        try planner.addUpgrade(from: base)
        try planner.addDowngrade(to: base)
        return try planner.result()
    }

    @Test func changesModulesOfAnApplication() throws {
        let plan = try plan(
            try release("2", "{a,\"2\"}"), try release("1", "{a,\"1\"}"),
            appup: "{\"2\",[{\"1\",[{load_module,a_mod}]}],[{\"1\",[{load_module,a_mod}]}]}")
        #expect(
            plan.relup.term
                == term(
                    """
                    {"2",[{"1",[],[{load_object_code,{a,"2",[a_mod]}},point_of_no_return,
                                   {load,{a_mod,brutal_purge,brutal_purge}}]}],
                         [{"1",[],[{load_object_code,{a,"1",[a_mod]}},point_of_no_return,
                                   {load,{a_mod,brutal_purge,brutal_purge}}]}]}
                    """))
        #expect(plan.warnings.isEmpty)
    }

    @Test func anEmulatorThatChangesIsAWarning() throws {
        let plan = try plan(try release("2", "", erts: "14"), try release("1", ""))
        #expect(plan.relup.up[0].instructions == term("[restart_new_emulator,point_of_no_return]").list)
        #expect(plan.relup.down[0].instructions == term("[point_of_no_return,restart_emulator]").list)
        #expect(
            plan.warnings.map(\.term)
                == Array(
                    repeating: term("{erts_vsn_changed,{{\"r\",\"14\"},{\"r\",\"13.1\"}}}"), count: 2))
        #expect(throws: SystoolsError.self) {
            try self.plan(
                try self.release("2", "", erts: "14"), try self.release("1", ""),
                options: .init(treatsWarningsAsErrors: true))
        }
    }

    @Test(arguments: [
        (
            #"{"2",[],[]}"#,
            "cannot upgrade 'a' from 1 to 2: no entry for 1 in 'lib/a-2/ebin/a.appup'"
        ),
        (
            #"{"2",[{"1",[]}],[]}"#,
            "cannot downgrade 'a' from 2 to 1: no entry for 1 in 'lib/a-2/ebin/a.appup'"
        ),
        ("foo", "cannot upgrade 'a' from 1 to 2: 'lib/a-2/ebin/a.appup' is no appup"),
        (
            #"{"2",[{<<"(">>,[]}],[]}"#,
            "cannot upgrade 'a' from 1 to 2: bad regular expression '(' in 'lib/a-2/ebin/a.appup': missing closing parenthesis at byte 1"
        ),
        (
            #"{"2",[{"1",[{load_module,m}]}],[]}"#,
            "cannot upgrade 'a' from 1 to 2: 'lib/a-2/ebin/a.appup': module 'm' is in no application of the release to be installed"
        ),
        (
            #"{"2",[{"1",[{load_module,a_mod,[m]}]}],[]}"#,
            "cannot upgrade 'a' from 1 to 2: 'lib/a-2/ebin/a.appup': no instruction for module 'm', which 'a_mod' depends on"
        ),
        (
            #"{"2",[{"1",[{apply,{m,"f",[]}}]}],[]}"#,
            "cannot upgrade 'a' from 1 to 2: 'lib/a-2/ebin/a.appup': \"f\" is not a function's name"
        ),
        (
            #"{"2",[{"1",foo}],[]}"#,
            "cannot upgrade 'a' from 1 to 2: 'lib/a-2/ebin/a.appup': the script is no list"
        ),
    ])
    func errorsNameApplicationVersionsAndFile(appup: String, message: String) throws {
        let (top, base) = (try release("2", "{a,\"2\"}"), try release("1", "{a,\"1\"}"))
        let error = #expect(throws: SystoolsError.self) { try self.plan(top, base, appup: appup) }
        #expect(error?.description == message)
    }

    @Test func aReleaseWithoutSaslCannotBeUpgraded() throws {
        let plain = try Release(resource: term(#"{release,{"r","1"},{erts,"1"},[{kernel,"8"},{stdlib,"4"}]}"#))
        let records = plain.applications.map { entry in
            ApplicationRecord(Application(name: entry.name, version: entry.version.text), directory: "")
        }
        let error = #expect(throws: SystoolsError.self) {
            try self.plan(try ResolvedRelease(plain, records: records), try self.release("1", ""))
        }
        #expect(
            error?.description
                == "release 'r' 1 cannot be upgraded: it has no application 'sasl'; "
                + "add sasl to its applications (in mix, to extra_applications)")
        #expect(
            error?.term
                == term(
                    """
                    {error,systools_relup,{missing_sasl,
                      {release,"r","1","1",[{kernel,"8",permanent},{stdlib,"4",permanent}],[]}}}
                    """))
    }
}
