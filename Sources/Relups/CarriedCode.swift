package import ErlangTerms

/// Code that a relup carries along: `{apply, {code, load_binary, [Module, File, Code]}}`.
extension LowLevelInstruction.Call {
    /// The call that loads a module from its code.
    package init(carrying module: Atom, _ code: [UInt8]) {
        self.init("code", "load_binary", [.atom(module), .string("\(module.name).beam"), .binary(code)])
    }

    /// The module that such a call loads.
    package var carriedModule: Atom? {
        calls("code", "load_binary") && arguments.count == 3 ? arguments[0].atom : nil
    }
}
