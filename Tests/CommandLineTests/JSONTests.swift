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

    /// Other programs write spaces, escapes and surrogates where we do not.
    @Test(arguments: [
        (" { \"a\" : [ 1 , -2, true, null ] }\n", #"{"a":[1,-2,true,null]}"#), ("[]", "[]"), ("{}", "{}"),
        (#""\u00e9\ud83d\ude00\/\t""#, "\"é😀/\\u0009\""), (#"{"a":{"b":"größe"}}"#, #"{"a":{"b":"größe"}}"#),
    ])
    func readsTexts(text: String, json: String) throws {
        #expect(JSON(text: text.utf8)?.text == json)
    }

    @Test(arguments: [
        "", "{", "[1", "[1,]", "{\"a\"}", "{\"a\":}", "\"a", "\"\\u12\"", "1 2", "1.5", "nul", "{1:2}", "\"\\",
        String(repeating: "[", count: 100_000),
    ])
    func refusesWhatItDoesNotRead(text: String) {
        #expect(JSON(text: text.utf8)?.text == nil)
    }
}
