import BeamFiles
import ErlangTerms
import Releases

@testable import ReleaseDiffs
@testable import RelupChecks

extension ConfigurationIncludesCheck: TestedCheck {
    static let cases: [FindingCase] = [
        FindingCase("included-configuration-lost") {
            $0.target.include("more.config")
        } twin: {
            $0.target.include("more.config")
            $0.callOwn("load_configuration", up: #""2.0""#, down: nil)
        },
        FindingCase("included-configuration-lost") {
            $0.base.include("more.config")
            $0.callOwn("load_configuration", up: #""2.0""#, down: #""2.0""#)
        } twin: {
            $0.base.include("more.config")
            $0.callOwn("load_configuration", up: nil, down: #""1.0""#)
        },
        FindingCase("included-configuration-unreadable") {
            $0.target.include("more.config")
            $0.target.configuration.unreadableIncludes = ["more.config"]
            $0.callOwn("load_configuration", up: #""2.0""#, down: nil)
        } twin: {
            $0.target.include("more.config")
            $0.callOwn("load_configuration", up: #""2.0""#, down: nil)
        },
        FindingCase("included-configuration-elsewhere") {
            $0.target.configuration.includes = ["/etc/shop.config"]
            $0.callOwn("load_configuration", up: #""2.0""#, down: nil)
        } twin: {
            $0.target.include("etc/shop.config")
            $0.callOwn("load_configuration", up: #""2.0""#, down: nil)
        },
    ]
}

extension TestUpgrade.Side {
    /// Has `sys.config` include a file beside it.
    fileprivate mutating func include(_ file: String) {
        configuration.includes.append(file)
        files.insert("releases/\(version)/\(file)")
    }
}
