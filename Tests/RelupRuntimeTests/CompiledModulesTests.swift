import ErlangTerms
import Files
import TestSupport
import Testing

@testable import RelupRuntime

struct CompiledModulesTests {
    @Test func aFolderWithoutBeamsIsAnErrorThatHelps() {
        let files = TemporaryDirectory()
        let error = #expect(throws: RuntimeError.self) { try CompiledModules(directory: files.path("none")) }
        #expect(error?.code == .notBuilt)
        #expect(error?.message.contains("run 'relup-runtime build -o \(files.path("none"))'") == true)
    }

    @Test(arguments: ["{other, #{}}.", "{relup_runtime, #{otp => 25, modules => [relup_info]}}."])
    func somethingElseIsRefused(text: String) throws {
        let files = TemporaryDirectory()
        try WholeFile.write(Array(text.utf8), to: files.path("relup_runtime.term"))
        let error = #expect(throws: RuntimeError.self) { try CompiledModules(directory: files.path("")) }
        #expect(error?.code == .malformed)
    }

    @Test func aModuleWhoseNameIsAPathIsRefused() throws {
        let files = TemporaryDirectory()
        let text = "{relup_runtime, #{otp => 25, modules => [{'../relup_runtime', []}]}}."
        try Directory.create(files.path("folder"))
        try WholeFile.write(Array(text.utf8), to: files.path("folder/relup_runtime.term"))
        try WholeFile.write([], to: files.path("relup_runtime.beam"))
        let error = #expect(throws: (any Error).self) { try CompiledModules(directory: files.path("folder")) }
        #expect(error.map { "\($0)" } == "the name of a module \"../relup_runtime\" would lead to another folder")
    }

    /// A module that finds others by their behaviour needs them; those who need only these do not need it.
    @Test func whatIsFoundByItsBehaviourIsCarriedAlong() {
        let code = CompiledModules(
            otp: 25,
            modules: [
                "web": .init(code: [], calls: []), "check": .init(code: [], calls: ["web"]),
                "ranch": .init(code: [], calls: ["process"], behaviours: ["web"]),
                "process": .init(code: [], calls: []), "other": .init(code: [], calls: []),
            ])
        #expect(code.needed(for: ["check"]) == ["check", "process", "ranch", "web"])
        #expect(code.needed(for: ["ranch"]) == ["process", "ranch"])
    }

    @Test(arguments: [
        ("13.1.5", 25), ("14.0", 26), ("10.3.5", 21), ("10.4", 22), ("10", 21), ("9.3", 20), ("12.3-rc1", 24),
    ])
    func releasesOfErts(erts: String, otp: Int) {
        #expect(CompiledModules.otp(erts: erts) == otp)
    }

    @Test func anOlderReleaseIsRefused() throws {
        let code = CompiledModules(otp: 25, modules: [:])
        try code.check(release: "demo", version: "1.0.0", erts: "13.0")
        try code.check(release: "demo", version: "1.0.0", erts: "15.0")
        try code.check(release: "demo", version: "1.0.0", erts: "unknown")
        let error = #expect(throws: RuntimeError.self) {
            try code.check(release: "demo", version: "1.0.0", erts: "12.3.2")
        }
        #expect(
            error?.message.hasPrefix(
                "what runs on the node was compiled with OTP 25, but demo 1.0.0 runs OTP 24 (erts 12.3.2): ") == true)
    }
}
