import ErlangTerms
import Tarballs

@testable import RelupChecks

extension UnsafeLinkCheck: TestedCheck {
    static let cases: [FindingCase] = [
        FindingCase("unsafe-link") {
            $0.target.unsafeLinks = [UnsafeLink(path: "lib/shop-2/priv/cert", target: "/etc/cert", reason: .absolute)]
        } twin: {
            $0.target.unsafeLinks = []
        }
    ]
}
