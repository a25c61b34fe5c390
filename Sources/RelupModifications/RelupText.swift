internal import ErlangTerms
package import Relups

extension Dialect {
    /// The file of a relup: as systools writes it or, in the strict dialect, as edeliver does (`io:format("~p.~n")` to
    /// a Latin-1 file).
    package func bytes(of relup: Relup) -> [UInt8] {
        writesUTF8
            ? TermTextPrinter.consultableFile(relup.term)
            : TermTextPrinter.latin1Bytes(of: relup.term) + Array(".\n".utf8)
    }
}
