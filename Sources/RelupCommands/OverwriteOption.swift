import ArgumentParser

extension NameSpecification {
    /// Replaces what exists. `--force` is its other name, except for `relup-pack`, where it insists on more.
    static let overwrite: NameSpecification = [.customLong("overwrite"), .customLong("force")]
}
