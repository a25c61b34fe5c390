public import ErlangTerms
internal import LibC
internal import Synchronization

/// What is kept of a module until it is known whether it changed: its fingerprint, and the chunks with the facts.
///
/// A release is read once, from front to back, and most of its modules turn out to be the same in the other release.
public final class ModuleExcerpt: Sendable {
    public let module: Atom
    public let fingerprint: BeamFingerprint
    private let kept: Mutex<BeamFile>

    /// The excerpt of a beam. `file` is what errors call it.
    public init(_ bytes: [UInt8], file: String) throws(BeamError) {
        let beam = try BeamReader.read(bytes, file: file)
        fingerprint = try BeamFingerprint(beam)
        module = beam.module
        kept = Mutex(beam.keeping(Self.factual))
    }

    private static let factual = Set(BeamFingerprint.codeChunks + BeamFingerprint.laterChunks)
        .union(["Attr", "Meta"])
    private static let named: Set<ChunkID> = ["Atom", "AtU8", "Attr", "ExpT", "ImpT", "LitT", "StrT"]

    private var beam: BeamFile { kept.withLock { $0 } }

    /// The module's code; nil if it was discarded.
    private func code() throws(BeamError) -> ModuleCode? {
        let beam = beam
        return beam["Code"] == nil ? nil : try ModuleCode(beam, BeamSymbols(beam), gathersShapes: false)
    }

    /// What errors call the file.
    public var file: String { beam.file }

    /// The facts of the module, read again each time. An error if the module has no code.
    public func facts() throws(BeamError) -> ModuleFacts {
        try ModuleFacts(beam)
    }

    /// The module's own child specification; nil if it has none.
    public func childSpecification() throws(BeamError) -> Fact<ErlangTerm>? {
        if let code = try code() { return CallbackCode(code).childSpecification() }
        return try exports().contains(LocalFunction("child_spec", 1)) ? .unknown : nil
    }

    /// The declared behaviours or, if the module was stripped of its attributes, those that its functions suggest.
    public func behaviours() throws(BeamError) -> [Atom] {
        if let attributes = try BeamAttributes(beam) { return attributes.behaviours }
        return BehaviourGuess.behaviours(exports: Set(try exports()), imports: Set(try imports()))
    }

    public var isSupervisor: Bool {
        get throws(BeamError) { Self.areOfSupervisor(try behaviours()) }
    }

    private static func areOfSupervisor(_ behaviours: [Atom]) -> Bool {
        behaviours.contains(where: ModuleFacts.supervisorBehaviours.contains)
    }

    /// The children that the module has a supervisor start; nil if it is neither a supervisor nor an application's
    /// callback module that starts one itself. Those of a supervisor whose code was discarded are unknown.
    public func supervision() throws(BeamError) -> Supervision? {
        let behaviours = try behaviours()
        let isSupervisor = Self.areOfSupervisor(behaviours)
        let isApplication = behaviours.contains("Elixir.Application")
        guard isSupervisor || isApplication else { return nil }
        if let code = try code() { return CallbackCode(code).supervision(isSupervisor: isSupervisor) }
        return isSupervisor ? Supervision(supervisor: nil, children: .unknown, isElixir: false) : nil
    }

    /// The children that functions of the module start one by one with `supervisor:start_child/2`, as far as the code shows
    /// their specifications.
    public func childrenStartedLater() throws(BeamError) -> [Supervision.Child] {
        let startChild = ExternalFunction("supervisor", "start_child", 2)
        guard try imports().contains(startChild), let calls = try code()?.calls(where: { $0 == startChild }).value
        else {
            return []
        }
        return calls.map { Supervision.Child($0.arguments[1], isElixir: false) { _ in nil } }
            .filter { $0.specification != .atom("_") }
    }

    /// Whose process a function returns, such as `start/2` of an application's callback module; `unknown` if that is
    /// not seen or the code was discarded.
    public func start(_ function: LocalFunction) throws(BeamError) -> Fact<ApplicationStart> {
        try code().flatMap { CallbackCode($0).start(function) } ?? .unknown
    }

    /// What functions of the module do, with all that they call in it. `unknown` if a function is not exported, or the
    /// code was discarded.
    public func effects(of functions: [LocalFunction]) throws(BeamError) -> Fact<Effects> {
        try code()?.effects(of: functions) ?? .unknown
    }

    /// The calls in the module that set applications' environments. If there are none, its code is not read.
    public func environmentWrites() throws(BeamError) -> Fact<[Call]> {
        guard try imports().contains(where: KnownCalls.setsEnvironment) else { return .known([]) }
        return try code()?.calls(where: KnownCalls.setsEnvironment) ?? .unknown
    }

    /// What the module reads of applications' environments; nil if the code was discarded or cannot be read.
    public func environmentReads() throws(BeamError) -> EnvironmentReads? {
        try code()?.environmentReads()
    }

    /// The atoms in each function of the module, in the order of the code; nil if the code was discarded or cannot be
    /// read.
    public func atomsOfFunctions() throws(BeamError) -> [Set<Atom>]? {
        try code()?.atomsOfFunctions()
    }

    /// Discards what only a changed module needs. Exports, calls and attributes stay. All of a module stays if it has a
    /// child specification of its own, sets or reads an environment, has an `init` or starts an application. With
    /// `keepsCode`, nothing is discarded.
    ///
    /// The excerpts have the same fingerprint and share what is kept.
    public static func forgetCode(of modules: [ModuleExcerpt], keepsCode: Bool = false) {
        guard var beam = modules.first?.beam else { return }
        if !keepsCode, !isLookedInto(beam) { beam = beam.keeping(named) }
        for module in modules {
            module.kept.withLock { $0 = BeamFile(file: $0.file, module: $0.module, sharing: beam) }
        }
    }

    private static func isLookedInto(_ beam: BeamFile) -> Bool {
        func holds(_ data: ArraySlice<UInt8>?, _ name: String) -> Bool {
            guard let data else { return false }
            return data.withUnsafeBytes { data in
                Array(name.utf8).withUnsafeBytes { Self.holds(data, $0) }
            }
        }
        let atoms = beam["AtU8"] ?? beam["Atom"]
        // An atom follows its length, which OTP 28 writes in the upper half of the byte.
        let names = [
            "child_spec", "set_env", "put_env", "get_env", "get_all_env", "fetch_env", "\u{4}init", "\u{40}init",
        ]
        if names.contains(where: { holds(atoms, $0) }) { return true }
        let attributes = beam["Attr"]
        return attributes == nil
            ? holds(atoms, "stop") && holds(atoms, "start")
            : holds(attributes, "application") || holds(attributes, "Elixir.Application")
    }

    /// What the module declares about itself, if that contains one of these names; for most modules a search is enough.
    public func attributes(naming names: [Atom]) throws(BeamError) -> BeamAttributes? {
        guard let data = beam["Attr"] else { return nil }
        let isNamed = data.withUnsafeBytes { data in
            names.contains { name in Array(name.name.utf8).withUnsafeBytes { Self.holds(data, $0) } }
        }
        return isNamed ? try BeamAttributes(beam) : nil
    }

    /// The atoms of the module's code, without those of its literals.
    public func atoms() throws(BeamError) -> [Atom] { try BeamSymbols(beam).atoms }

    /// Those of some atoms that the module's literals may contain; all if the literals cannot be read.
    public func literalMentions(of atoms: Set<Atom>) throws(BeamError) -> Set<Atom> {
        let beam = beam
        guard let chunk = beam["LitT"] else { return [] }
        guard let literals = try BeamLiterals.table(chunk, beam) else { return atoms }
        return literals.withUnsafeBytes { literals in
            atoms.filter { atom in
                // In the external term format, an atom's length comes before its name, in one byte or two.
                let name = Array(atom.name.utf8)
                return ([UInt8(truncatingIfNeeded: name.count)] + name).withUnsafeBytes { Self.holds(literals, $0) }
            }
        }
    }

    /// Whether the module's code contains a version as a text of its own or within one: `0.1.0` in `v0.1.0`, but not in
    /// `10.1.0`. True if the literals cannot be read.
    public func mentions(version: String) throws(BeamError) -> Bool {
        let (beam, version) = (beam, Array(version.utf8))
        func isHeld(by data: ArraySlice<UInt8>) -> Bool {
            data.withUnsafeBytes { data in version.withUnsafeBytes { Self.holds(data, $0) } }
        }
        // Strings lie there without anything between them.
        if let strings = beam["StrT"], isHeld(by: strings) { return true }
        guard let chunk = beam["LitT"] else { return false }
        guard let table = try BeamLiterals.table(chunk, beam) else { return true }
        guard isHeld(by: table) else { return false }
        let literals = try BeamLiterals(beam)
        return (0..<literals.count).contains { index in
            literals[index].map { VersionText.isMentioned(version, in: $0) } ?? true
        }
    }

    /// Whether some bytes contain others.
    private static func holds(_ data: UnsafeRawBufferPointer, _ name: UnsafeRawBufferPointer) -> Bool {
        guard let first = name.first, var start = data.baseAddress, let part = name.baseAddress else { return false }
        let end = start + data.count
        while end - start >= name.count, let found = memchr(start, CInt(first), end - start - name.count + 1) {
            if memcmp(found, part, name.count) == 0 { return true }
            start = UnsafeRawPointer(found) + 1
        }
        return false
    }

    /// The functions that other modules can call.
    public func exports() throws(BeamError) -> [LocalFunction] {
        try BeamSymbols(beam).exports().map(\.function)
    }

    /// The functions of other modules that the module calls.
    public func imports() throws(BeamError) -> [ExternalFunction] {
        try BeamSymbols(beam).imports()
    }
}

extension BeamFile {
    fileprivate init(file: String, module: Atom, sharing beam: BeamFile) {
        self.init(file: file, module: module, chunks: beam.chunks, damage: nil, bytes: beam.bytes)
    }

    /// Some of the chunks. The bytes of the others are discarded if they are a good part of the file.
    fileprivate func keeping(_ ids: Set<ChunkID>) -> BeamFile {
        let kept = chunks.filter { ids.contains($0.id) }
        let size = kept.reduce(0) { $0 + $1.size }
        if size > bytes.count / 2 {
            return BeamFile(file: file, module: module, chunks: kept, damage: nil, bytes: bytes)
        }
        var data: [UInt8] = []
        data.reserveCapacity(size)
        let moved = kept.map { chunk in
            defer { data += self[chunk] }
            return Chunk(id: chunk.id, data: data.count..<data.count + chunk.size)
        }
        return BeamFile(file: file, module: module, chunks: moved, damage: nil, bytes: data)
    }
}
