import ErlangTerms
import Releases
import TestSupport
import Testing

@Suite struct ReleaseResourceTests {
    @Test func readsEveryShapeOfAnApplication() throws {
        let release = try Release(
            resource: term(
                """
                {release,{"r","1"},{erts,"13"},
                 [{kernel,"8"},{stdlib,"4",permanent},{a,"1",[]},{b,"1",load},{c,"1",none,[a,b]}]}
                """))
        #expect(
            release
                == Release(
                    name: "r", version: "1", ertsVersion: "13",
                    applications: [
                        .init(name: "kernel", version: "8"), .init(name: "stdlib", version: "4"),
                        .init(name: "a", version: "1", included: []), .init(name: "b", version: "1", type: .load),
                        .init(name: "c", version: "1", type: .none, included: ["a", "b"]),
                    ]))
    }

    @Test(arguments: [
        ("{release,{\"r\",\"1\"},[]}", "badly_formatted_release"),
        ("{release,{\"r\",\"1\"},{erts,\"1\"},a}", "badly_formatted_release"),
        ("{release,{<<\"r\">>,\"1\"},{erts,\"1\"},[]}", "{illegal_name,<<\"r\">>}"),
        ("{release,{[[114]],\"1\"},{erts,\"1\"},[]}", "{illegal_name,[\"r\"]}"),
        ("{release,{\"r\",[-1,a]},{erts,\"1\"},[]}", "{illegal_form,[-1,a]}"),
        ("{release,{\"r\",\"1\"},{erts,<<1>>},[]}", "{illegal_form,{erts,<<1>>}}"),
        ("{release,{r,\"1\"},{erts,\"1\"},[]}", "{'EXIT',{badarg,[]}}"),
        ("{release,{\"r\",[1|2]},{erts,\"1\"},[]}", "{'EXIT',{badarg,[]}}"),
        ("{release,{\"r\",\"1\"},{erts,\"1\"},[a|b]}", "{'EXIT',{function_clause,[]}}"),
        (
            "{release,{\"r\",\"1\"},{erts,\"1\"},[a,{b,<<>>},{\"c\",1},{d,\"1\",e},{f,\"1\",[1]},{g,\"1\",load,x}]}",
            "{illegal_applications,[a,{b,<<>>},{\"c\",1},{d,\"1\",e},{f,\"1\",[1]},{g,\"1\",load,x}]}"
        ),
        ("{release,{\"r\",\"1\"},{erts,\"1\"},[a,{b,1.0}]}", "{'EXIT',{badarg,[]}}"),
        ("{release,{\"r\",\"1\"},{erts,\"1\"},[{stdlib,\"4\"}]}", "{missing_mandatory_app,kernel}"),
        ("{release,{\"r\",\"1\"},{erts,\"1\"},[{kernel,\"4\",load}]}", "{mandatory_app,kernel,load}"),
        ("{release,{\"r\",\"1\"},{erts,\"1\"},[{kernel,\"4\"}]}", "{missing_mandatory_app,stdlib}"),
    ])
    func findsTheFirstFault(resource: String, reason: String) {
        let error = #expect(throws: SystoolsError.self) { try Release(resource: term(resource)) }
        #expect(error?.term == term("{error,systools_make,\(reason)}"))
    }
}
