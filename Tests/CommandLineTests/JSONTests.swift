import CommandLine
import ErlangTerms
import Testing

@Suite struct JSONTests {
    @Test(arguments: [
        ("#{name => demo,vsn => \"1.0\",hot => true}", #"{"hot":true,"name":"demo","vsn":"1.0"}"#),
        ("[{a,1},[],\"q\\\"\\\\\\n\\e\"]", #"[["a",1],[],"q\"\\\n\u001b"]"#),
        ("[<<\"größe\"/utf8>>,<<255>>,1.5,fun m:f/2]", #"["größe","<<255>>","1.5","fun m:f/2"]"#),
        ("#{\"key\" => x,{1} => y}", #"{"{1}":"y","key":"x"}"#),
    ])
    func writesTerms(term: String, json: String) throws {
        #expect(JSON(try TermTextReader.term(fromText: term, name: "term")).text == json)
    }
}
