internal import RelupRuntime
internal import Relups

extension LowLevelInstruction.Call {
    /// Whether relup-modify makes such calls: to run one of our modules, or to load it.
    var isOwn: Bool {
        RunnableInstruction.isRun(by: module) || carriedModule.map(RuntimeSources.contain) ?? false
    }
}
