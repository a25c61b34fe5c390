import ErlangTerms
import Releases
import TestSupport
import Testing

@Suite struct ApplicationResourceTests {
    static let required = "{vsn,\"1\"},{description,\"d\"},{modules,[m]},{registered,[r]},{applications,[kernel]}"

    private func read(_ fields: String, included: [Atom: [Atom]] = [:]) throws -> ApplicationRecord {
        try ApplicationResource.read(
            term("{application,a,[\(fields)]}"), path: "lib/a-1/ebin/a.app", version: "1", included: included)
    }

    @Test func readsAllThatSystoolsShows() throws {
        let record = try read(
            Self.required + """
                ,{id,"i"},{optional_applications,[o]},{included_applications,[x,y]},{mod,{m,[1]}},{start_phases,[{p,1}]},
                {env,[{k,v}]},{maxT,5},{maxP,infinity},{other,1}
                """)
        #expect(
            record.term
                == term(
                    """
                    {application,a,permanent,"1","i","d",[m],[kernel],[o],[x,y],[r],[{k,v}],5,infinity,{m,[1]},[{p,1}],
                     "lib/a-1/ebin"}
                    """))
        #expect(record.application.callbackModule == "m")
    }

    @Test func namesTwiceAreRefusedAsFromOTP26On() throws {
        let fields = Self.required.replacing("[kernel]", with: "[kernel,a,kernel,b,a,a]")
        #expect(try read(fields).application.applications.count == 6)
        let error = #expect(throws: ApplicationResource.Fault.self) {
            try ApplicationResource.read(
                term("{application,a,[\(fields)]}"), path: "a.app", version: "1", included: [:], refusesDoubles: true)
        }
        guard case .wrong(let reason, let sentence) = error else { return }
        #expect(reason.tuple?.first == term("{dupl_entry,applications,[kernel,a,a]}"))
        #expect(sentence == "its 'applications' names 'kernel', 'a', 'a' twice")
    }

    @Test func missingFieldsHaveTheirStandardValues() throws {
        #expect(
            try read(Self.required).term
                == term(
                    """
                    {application,a,permanent,"1",[],"d",[m],[kernel],[],[],[r],[],infinity,infinity,[],undefined,"lib/a-1/ebin"}
                    """))
    }

    @Test(arguments: [
        ("{vsn,\"1\"}", "{missing_param,description}"), ("{description,\"d\"}", "{missing_param,vsn}"),
        ("{vsn,\"1\",x}", "{missing_param,vsn}"), ("{vsn,v}", "{'EXIT',{badarg,[]}}"),
        ("{vsn,<<>>}", "{bad_param,vsn}"),
        ("{vsn,\"1\"},{description,\"d\"},{modules,[m|n]}", "{bad_param,modules}"),
        ("{id,1},{env,x},\(required)", "{'EXIT',{badarg,[]}}"),
        ("{env,x},\(required)", "{bad_param,env}"), ("{env,[{1,x}]},\(required)", "{bad_param,env}"),
        ("{mod,{1,x}},\(required)", "{missing_param,mod}"), ("{mod,m},\(required)", "{missing_param,mod}"),
        ("{start_phases,[]},{maxT,0},\(required)", "{bad_param,maxT}"),
        ("x,\(required),{maxP,-1}", "{bad_param,maxP}"), ("\(required)|x", "{'EXIT',{badarg,[]}}"),
    ])
    func findsTheFirstFault(fields: String, reason: String) {
        let fault = #expect(throws: ApplicationResource.Fault.self) { try self.read(fields) }
        guard case .wrong(let found, _) = fault else {
            Issue.record("\(String(describing: fault))")
            return
        }
        #expect(found == term("{\(reason),{application,a,[\(fields)]}}"))
    }

    @Test func aReleaseMayIncludeLess() throws {
        let fields = Self.required + ",{included_applications,[x,y]}"
        #expect(try read(fields, included: ["a": ["y"]]).application.includedApplications == ["y"])
        let fault = #expect(throws: ApplicationResource.Fault.self) {
            try self.read(fields, included: ["a": ["z", "y"]])
        }
        #expect(fault == .wrong(term("{override_include,[z]}"), "it does not include 'z'"))
    }

    @Test func anotherVersionIsToldApart() {
        #expect(throws: ApplicationResource.Fault.version("2")) {
            try self.read(Self.required.replacing("{vsn,\"1\"}", with: "{vsn,\"2\"}"))
        }
    }
}
