public import ErlangTerms

/// A function by module, name and arity.
///
/// Ordered as Erlang orders `{Module, Name, Arity}`.
public struct ExternalFunction: Hashable, Comparable, Sendable, CustomStringConvertible {
    public let module: Atom
    public let name: Atom
    public let arity: Int

    public init(_ module: Atom, _ name: Atom, _ arity: Int) {
        self.module = module
        self.name = name
        self.arity = arity
    }

    public static func < (left: ExternalFunction, right: ExternalFunction) -> Bool {
        (left.module, left.name, left.arity) < (right.module, right.name, right.arity)
    }

    public var description: String { "\(module):\(name)/\(arity)" }
}

/// A function of the module at hand.
///
/// Ordered as Erlang orders `{Name, Arity}`.
public struct LocalFunction: Hashable, Comparable, Sendable, CustomStringConvertible {
    public let name: Atom
    public let arity: Int

    public init(_ name: Atom, _ arity: Int) {
        self.name = name
        self.arity = arity
    }

    public static func < (left: LocalFunction, right: LocalFunction) -> Bool {
        (left.name, left.arity) < (right.name, right.arity)
    }

    public var description: String { "\(name)/\(arity)" }
}

/// The tables of a module: atoms, exports, imports, lambdas.
public struct BeamSymbols: Sendable {
    private let beam: BeamFile
    /// The one at index 0 has number 1.
    public let atoms: [Atom]

    public init(_ beam: BeamFile) throws(BeamError) {
        let id: ChunkID = beam["AtU8"] == nil ? "Atom" : "AtU8"
        guard let atoms = BeamAtoms.all(try beam.data(id), isUTF8: id == "AtU8") else {
            throw BeamError(.invalidChunk(id), file: beam.file)
        }
        self.beam = beam
        self.atoms = atoms
    }

    /// The exported functions with the label of their code, in the order of the file: `ExpT`.
    public func exports() throws(BeamError) -> [(function: LocalFunction, label: Int)] {
        try rows("ExpT", width: 3) { row in
            function(row[0], row[1]).map { ($0, Int(row[2])) }
        }
    }

    /// The functions of other modules that the module calls, in the order of the file: `ImpT`.
    public func imports() throws(BeamError) -> [ExternalFunction] {
        try rows("ImpT", width: 3) { row in
            guard let module = atom(row[0]), let function = function(row[1], row[2]) else { return nil }
            return ExternalFunction(module, function.name, function.arity)
        }
    }

    /// The funs that the module makes, in the order of the file: `FunT`. A module without funs has no such chunk.
    public func lambdas() throws(BeamError) -> [Lambda] {
        guard beam["FunT"] != nil else { return [] }
        return try rows("FunT", width: 6) { row in
            function(row[0], row[1]).map { Lambda(function: $0, freeVariables: Int(row[4])) }
        }
    }

    /// The labels of the code of the funs, in the order of the file.
    func lambdaLabels() throws(BeamError) -> [Int] {
        beam["FunT"] == nil ? [] : try rows("FunT", width: 6) { Int($0[2]) }
    }

    /// A function, whose name is an atom with a number. It has at most 255 arguments (`MAX_ARG` in `erl_vm.h`, OTP 25.2).
    private func function(_ name: UInt32, _ arity: UInt32) -> LocalFunction? {
        arity <= 255 ? atom(name).map { LocalFunction($0, Int(arity)) } : nil
    }

    /// The atom with a number from 1.
    func atom(_ number: UInt32) -> Atom? {
        number >= 1 && Int(number) <= atoms.count ? atoms[Int(number) - 1] : nil
    }

    /// A table: `Count:32` and rows of `width` 32-bit numbers.
    private func rows<Row>(_ id: ChunkID, width: Int, _ make: ([UInt32]) -> Row?) throws(BeamError) -> [Row] {
        var cursor = ByteCursor(try beam.data(id))
        guard cursor.word() != nil, cursor.remaining % (4 * width) == 0 else {
            throw BeamError(.invalidChunk(id), file: beam.file)
        }
        var rows: [Row] = []
        rows.reserveCapacity(cursor.remaining / (4 * width))
        var numbers = [UInt32](repeating: 0, count: width)
        while !cursor.isAtEnd {
            for index in numbers.indices { numbers[index] = cursor.word() ?? 0 }
            guard let row = make(numbers) else { throw BeamError(.invalidChunk(id), file: beam.file) }
            rows.append(row)
        }
        return rows
    }
}

/// A fun of a module: the function with its code, and the number of variables that it closes over.
public struct Lambda: Hashable, Sendable {
    /// Its arity includes the free variables.
    public let function: LocalFunction
    public let freeVariables: Int

    public init(function: LocalFunction, freeVariables: Int) {
        self.function = function
        self.freeVariables = freeVariables
    }
}
