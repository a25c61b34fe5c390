/// The usual order of versions: numbers by value, a pre-release before its release.
package enum VersionOrder {
    /// Whether `version` comes before `other`. False for two versions that no rule orders.
    static func isOlder(_ version: String, than other: String) -> Bool {
        let (left, right) = (parts(version), parts(other))
        for index in 0..<max(left.release.count, right.release.count) {
            let (part, otherPart) = (left.release[safe: index], right.release[safe: index])
            if part != otherPart { return isLess(part, otherPart) }
        }
        switch (left.preRelease, right.preRelease) {
        case (let part?, let otherPart?):
            for index in 0..<max(part.count, otherPart.count) where part[safe: index] != otherPart[safe: index] {
                return isLess(part[safe: index], otherPart[safe: index])
            }
            return false
        case (.some, nil): return true
        case (nil, _): return false
        }
    }

    /// Whether a version is lower than another, as far as both begin with numbers: `1.2.0` than `1.10.0`.
    package static func isLower(_ version: String, than other: String) -> Bool {
        let areNumbers = [version, other].allSatisfy { text in
            let release = parts(text).release
            return release.count > 1 && release.allSatisfy { Int($0) != nil }
        }
        return areNumbers && isOlder(version, than: other)
    }

    /// The kind of change between two versions; nil stands for an application that is missing.
    static func change(from base: String?, to target: String?) -> ApplicationDiff.Change {
        guard let base else { return .added }
        guard let target else { return .removed }
        return base == target ? .unchanged : isOlder(target, than: base) ? .downgraded : .upgraded
    }

    /// `1.2.3-rc.1+build`: the numbers of the release and of the pre-release. What follows `+` does not count.
    private static func parts(_ version: String) -> (release: [Substring], preRelease: [Substring]?) {
        let counted = version.prefix { $0 != "+" }
        guard let dash = counted.firstIndex(of: "-") else { return (counted.split(separator: "."), nil) }
        return (counted[..<dash].split(separator: "."), counted[counted.index(after: dash)...].split(separator: "."))
    }

    /// A missing part comes before any other, and a number before a word.
    private static func isLess(_ part: Substring?, _ other: Substring?) -> Bool {
        guard let part, let other else { return part == nil }
        switch (Int(part), Int(other)) {
        case (let number?, let otherNumber?): return number < otherNumber
        case (.some, nil): return true
        case (nil, .some): return false
        case (nil, nil): return part.utf8.lexicographicallyPrecedes(other.utf8)
        }
    }
}

extension Array {
    fileprivate subscript(safe index: Int) -> Element? { indices.contains(index) ? self[index] : nil }
}
