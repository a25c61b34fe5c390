import ErlangTerms
import Relups
import Testing

@testable import RelupModifications

struct RelupDifferenceTests {
    @Test func equalRelupsDoNotDiffer() {
        let relup = Shorthand.relup(up: "PONR | load a", down: "PONR")
        #expect(RelupDifference.text(from: relup, to: relup) == "")
    }

    @Test func scriptsThatDifferAreShown() {
        let old = Shorthand.relup(
            up: "code a | PONR | suspend a | suspend b | load a | resume a | resume b | start c", down: "PONR")
        let new = Shorthand.relup(
            up: "code a | PONR | suspend a | suspend b | load a | resume a | resume b | stop d | start c | stop e",
            down: "PONR")
        #expect(
            RelupDifference.text(from: old, to: new) == """
                up from 1
                  … 5 instructions
                  {resume,[a]}
                  {resume,[b]}
                + {stop,[d]}
                  {start,[c]}
                + {stop,[e]}

                """)
    }

    @Test func changedInstructionsAreRemovedAndAdded() {
        let old = Shorthand.relup(up: "PONR | load a | load b", down: "PONR | suspend a")
        let new = Shorthand.relup(up: "PONR | purge a | load b", down: "PONR")
        #expect(
            RelupDifference.text(from: old, to: new) == """
                up from 1
                  point_of_no_return
                - {load,{a,brutal_purge,brutal_purge}}
                + {purge,[a]}
                  {load,{b,brutal_purge,brutal_purge}}
                down to 1
                  point_of_no_return
                - {suspend,[a]}

                """)
    }

    @Test(arguments: [
        ("", "", ""), ("abc", "abc", "abc"), ("abc", "", "-abc"), ("", "abc", "+abc"), ("abcd", "axcd", "a-b+xcd"),
        ("abab", "ab", "ab-ab"), ("abcdef", "defabc", "-abcdef+abc"), ("aaa", "aa", "aa-a"),
    ])
    func changesOfSequences(old: String, new: String, expected: String) {
        let (old, new) = (Array(old), Array(new))
        let text = SequenceDifference.changes(from: old, to: new).map { change in
            switch change {
            case .kept(let range): String(old[range])
            case .removed(let range): "-" + String(old[range])
            case .added(let range): "+" + String(new[range])
            }
        }
        #expect(text.joined() == expected)
    }

    /// Applying the changes gives the new sequence, whatever the two are.
    @Test(arguments: 0..<100)
    func changesLeadFromOldToNew(length: Int) {
        let old = (0..<length).map { $0 * $0 % 13 }
        let new = (0..<length).map { $0 * 7 % 11 } + old.prefix(length / 2)
        var (result, consumed): ([Int], [Int]) = ([], [])
        for change in SequenceDifference.changes(from: old, to: new) {
            switch change {
            case .kept(let range):
                result += old[range]
                consumed += Array(range)
            case .removed(let range): consumed += Array(range)
            case .added(let range): result += new[range]
            }
        }
        #expect(result == new)
        #expect(consumed == Array(old.indices))
    }
}
