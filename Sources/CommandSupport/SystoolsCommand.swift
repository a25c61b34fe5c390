internal import ErlangTerms
internal import Files
internal import Releases
public import Relups

/// `relup-make` for releases on disk: what `systools:make_relup/4` does, as a command.
public struct SystoolsCommand: Sendable {
    public var top: String
    /// Base releases, as `RELEASE` or `RELEASE=DESCRIPTION`.
    public var up: [String]
    public var down: [String]
    public var path: [String]
    public var options: RelupPlanner.Options
    /// Whether standard error gets only OTP's term if no relup can be made, and no warnings.
    public var showsErlangErrors: Bool
    /// Where the relup goes; `-` is standard output.
    public var output: String
    public var overwrites: Bool

    public init(
        top: String, up: [String], down: [String], path: [String], options: RelupPlanner.Options,
        showsErlangErrors: Bool, output: String, overwrites: Bool
    ) {
        self.top = top
        self.up = up
        self.down = down
        self.path = path
        self.options = options
        self.showsErlangErrors = showsErlangErrors
        self.output = output
        self.overwrites = overwrites
    }

    public func run(reporter: Reporter) throws -> ExitStatus {
        let (up, down) = (try up.map(TreePlan.Base.init(option:)), try down.map(TreePlan.Base.init(option:)))
        do {
            let plan = try TreePlan(top: top, up: up, down: down, path: path, options: options)
            if !showsErlangErrors { plan.warnings.forEach { reporter.note($0.text) } }
            let bytes = TermTextPrinter.consultableFile(plan.relup.term)
            try WholeFile.write(bytes, to: output, overwriting: overwrites)
            return .done
        } catch let error as SystoolsError where showsErlangErrors {
            reporter.verbatim("\(TermTextPrinter.line(of: error.term))\n")
            return .failure
        }
    }
}
