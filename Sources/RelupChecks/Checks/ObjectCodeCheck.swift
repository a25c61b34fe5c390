internal import ErlangTerms

/// Finds modules that are loaded without having been read before the point of no return: release_handler does not look
/// for that, the node restarts when it comes to the instruction.
struct ObjectCodeCheck: RelupCheck {
    func findings(in subject: CheckSubject) -> [Finding] {
        subject.ways.flatMap { way in
            var read: Set<Atom> = []
            var findings: [Finding] = []
            for (index, instruction) in way.instructions.enumerated() {
                if let objectCode = instruction.argument(of: "load_object_code"), objectCode.count == 3 {
                    read.formUnion(objectCode[2].list?.compactMap(\.atom) ?? [])
                } else if let module = instruction.argument(of: "load")?.first?.atom, !read.contains(module) {
                    findings.append(
                        Finding(
                            "load-without-object-code", .error, place: "\(way.place): instruction \(index + 1)",
                            "'\(module)' is loaded, but no load_object_code before it reads its code",
                            advice: "add the module to a load_object_code before point_of_no_return"))
                }
            }
            return findings
        }
    }
}
