/// Two releases, `1` and `2` of `shop`, that have modules of the same names with other code or without some of them.
package struct RandomReleases: Sendable {
    /// Files by their path, of the one and of the other.
    package private(set) var files: [[String: [UInt8]]] = [[:], [:]]
    /// The code of the modules that one and the other have.
    package private(set) var code: [[String: [UInt8]]] = [[:], [:]]
    /// The applications of one and of the other, those that do not come with every release.
    package private(set) var applications: [Set<String>] = [[], []]

    /// - Parameter variants: the files that a module may have, by its name; it is of the application `stock` or `shop`
    ///   that its name begins with.
    package init(seed: UInt64, variants: [String: [[UInt8]]]) {
        var random = SeededGenerator(seed: seed)
        let names = ["shop", "stock"]
        // One of six releases has no stock.
        let has = [[true, true], [random.below(6) > 0, random.below(6) > 0]]
        for (application, has) in zip(names, has) {
            let modules = variants.keys.filter { $0.hasPrefix(application + "_") }.sorted()
            var chosen: [[String: [UInt8]]] = [[:], [:]]
            for module in modules {
                guard let choices = variants[module] else { continue }
                for side in 0...1 where has[side] && random.below(5) > 0 {
                    chosen[side][module] = choices[random.below(choices.count)]
                }
            }
            // The same version has the same files.
            let versions = chosen[0] == chosen[1] ? ["1", "1"] : ["1", "2"]
            for side in 0...1 where has[side] {
                add(application, versions[side], chosen[side], "[kernel,stdlib]", side)
            }
        }
        for side in 0...1 {
            for (name, needed) in [("kernel", "[]"), ("stdlib", "[kernel]"), ("sasl", "[kernel,stdlib]")] {
                add(name, "1", [:], needed, side)
            }
            let version = "\(side + 1)"
            let listed = zip(names, has).filter { $1[side] }
                .map { name, _ in "{\(name),\"\(self.version(of: name, side))\"}" }
            let resource = """
                {release,{"shop","\(version)"},{erts,"13"},[{kernel,"1"},{stdlib,"1"},{sasl,"1"},\(listed.joined(separator: ","))]}.
                """
            files[side]["releases/\(version)/shop.rel"] = Array(resource.utf8)
            files[side]["releases/\(version)/start.boot"] = []
            files[side]["releases/start_erl.data"] = Array("13 \(version)".utf8)
            applications[side] = Set(zip(names, has).filter { $1[side] }.map { name, _ in name })
        }
    }

    private func version(of application: String, _ side: Int) -> String {
        files[side].keys.contains("lib/\(application)-1/ebin/\(application).app") ? "1" : "2"
    }

    private mutating func add(
        _ application: String, _ version: String, _ modules: [String: [UInt8]], _ needed: String, _ side: Int
    ) {
        let folder = "lib/\(application)-\(version)/ebin"
        let resource = """
            {application,\(application),[{description,""},{vsn,"\(version)"},{registered,[]},{applications,\(needed)},
            {modules,[\(modules.keys.sorted().joined(separator: ","))]}]}.
            """
        files[side]["\(folder)/\(application).app"] = Array(resource.utf8)
        for (name, bytes) in modules { files[side]["\(folder)/\(name).beam"] = bytes }
        code[side].merge(modules) { $1 }
    }
}
