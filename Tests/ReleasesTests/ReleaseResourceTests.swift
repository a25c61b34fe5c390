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
                        .init("kernel", "8"), .init("stdlib", "4"),
                        .init("a", "1", included: []), .init("b", "1", type: .load),
                        .init("c", "1", type: .none, included: ["a", "b"]),
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

    /// Names become paths. OTP would follow them.
    @Test(arguments: [
        (#"{release,{"../x","1"},{erts,"1"},[]}"#, #"the name of a release "../x" would lead to another folder"#),
        (#"{release,{"r",".."},{erts,"1"},[]}"#, #"the version ".." would lead to another folder"#),
        (#"{release,{"r",""},{erts,"1"},[]}"#, "the version is empty"),
        (#"{release,{"r","1"},{erts,"../1"},[]}"#, #"the version "../1" would lead to another folder"#),
        (#"{release,{"r","1\nx"},{erts,"1"},[]}"#, #"the version "1\nx" has an invisible character"#),
        (
            #"{release,{"r","1"},{erts,"1"},[{'a/b',"1"}]}"#,
            #"the name of an application "a/b" would lead to another folder"#
        ),
        (#"{release,{"r","1"},{erts,"1"},[{a,"/"}]}"#, #"the version "/" would lead to another folder"#),
    ])
    func namesThatLeadElsewhere(resource: String, message: String) {
        let error = #expect(throws: SystoolsError.self) { try Release(resource: term(resource)) }
        #expect(error?.description == message)
    }

    @Test func namesThatToolsMake() throws {
        for version in ["1.0.0-rc.1+build.7", "1.0~rc1", "0.1.0+ref.5fbbe3d", "2024-01-01T00:00", "ü1", "1 beta", "…"] {
            #expect(try Version(version).text == version)
        }
        #expect(try ReleaseName("mein_größtes").text == "mein_größtes")
        #expect(throws: PathNameError.self) { try Version(String(repeating: "1", count: 121)) }
    }
}
