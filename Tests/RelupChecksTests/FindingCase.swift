import ErlangTerms
import Testing

@testable import RelupChecks

/// How a good upgrade comes to have a finding, and how one that is nearly the same does not.
struct FindingCase: CustomTestStringConvertible, Sendable {
    typealias Edit = @Sendable (inout TestUpgrade) -> Void

    let code: Atom
    let trigger: Edit
    let twin: Edit

    init(_ code: Atom, _ trigger: @escaping Edit, twin: @escaping Edit) {
        self.code = code
        self.trigger = trigger
        self.twin = twin
    }

    var testDescription: String { code.name }

    /// Those of all checks.
    static let all = CheckReport.checks.flatMap { (type(of: $0) as? any TestedCheck.Type)?.cases ?? [] }
}

/// A check with a case for each kind of its findings, or more: in `Checks/CHECKTests.swift`.
protocol TestedCheck: UpgradeCheck {
    static var cases: [FindingCase] { get }
}
