/// The grammar of Erlang's expressions, as `erl_parse` of OTP 25.2 has it: finds the first token that no expression
/// can have at its place.
struct ExpressionSyntax {
    enum Failure: Error {
        case unexpected(TermTextToken)
        case tooDeep(Int)
        /// The type or the suffix of a sigil is none, at an offset.
        case sigil(String, Int)
    }

    private let tokens: [TermTextToken]
    private var index = 0
    private var depth = 0

    /// The tokens end with a dot or the end.
    init(_ tokens: [TermTextToken]) {
        self.tokens = tokens
    }

    /// Where `erl_parse:parse_term/1` says that the tokens are not a term, if their grammar is right.
    mutating func termOffset() throws(Failure) -> Int {
        var start = startOffset
        try expression()
        if accept(",") {
            start = startOffset
            try expressions()
        }
        while accept(";") {
            try expect(.atom)
            try patternArguments()
            try guardAndBody()
        }
        try expect(.dot)
        return start
    }

    /// The offset of the next token that is not a parenthesis: parentheses leave no trace in a parsed expression.
    private var startOffset: Int {
        tokens[index...].first { !$0.is("(") }?.offset ?? token.offset
    }

    // MARK: Tokens

    private var token: TermTextToken { tokens[index] }

    private func unexpected() -> Failure { .unexpected(token) }

    private mutating func accept(_ name: String) -> Bool {
        guard token.is(name) else { return false }
        index += 1
        return true
    }

    private mutating func acceptAny(_ names: [String]) -> Bool {
        guard names.contains(where: token.is) else { return false }
        index += 1
        return true
    }

    private mutating func expect(_ name: String) throws(Failure) {
        guard accept(name) else { throw unexpected() }
    }

    private mutating func expect(_ kinds: TermTextToken.Kind...) throws(Failure) {
        guard kinds.contains(token.kind) else { throw unexpected() }
        if token.kind != .dot { index += 1 }
    }

    // MARK: Expressions

    private static let comparisons = ["==", "/=", "=<", "<", ">=", ">", "=:=", "=/="]
    private static let signs = ["+", "-", "bnot", "not"]
    private static let patternOperators = [
        "=", "++", "--", "+", "-", "bor", "bxor", "bsl", "bsr", "or", "xor", "/", "*", "div", "rem", "band", "and",
    ]
    /// Operators that bind less tightly than comparisons, so that a comparison may stand on either side of them.
    private static let looseOperators = ["=", "!", "orelse", "andalso"]

    private mutating func expressions() throws(Failure) {
        repeat { try expression() } while accept(",")
    }

    /// An expression; if it is a pattern, without calls, blocks and the operators that no pattern has.
    private mutating func expression(isPattern: Bool = false) throws(Failure) {
        guard depth < TermTextReader.maximumDepth else { throw .tooDeep(token.offset) }
        depth += 1
        defer { depth -= 1 }
        var isCompared = false
        repeat {
            while true {
                if !isPattern, accept("catch") {
                    isCompared = false
                } else if !acceptAny(Self.signs) {
                    break
                }
            }
            try operand(isPattern: isPattern)
        } while try acceptOperator(isPattern: isPattern, &isCompared)
    }

    private mutating func acceptOperator(isPattern: Bool, _ isCompared: inout Bool) throws(Failure) -> Bool {
        if Self.comparisons.contains(where: token.is) {
            // Comparisons do not associate.
            guard !isCompared else { throw unexpected() }
            isCompared = true
            index += 1
            return true
        }
        if Self.looseOperators.contains(where: token.is) {
            guard !isPattern || token.is("=") else { return false }
            isCompared = false
            index += 1
            return true
        }
        return acceptAny(Self.patternOperators)
    }

    /// An operand: a primary, with what may follow it.
    private mutating func operand(isPattern: Bool) throws(Failure) {
        if accept("#") {
            return token.is("{") ? try mapUpdates(isPattern) : try recordUpdates(isPattern)
        }
        try primary(isPattern: isPattern)
        if isPattern { return }
        if accept("#") {
            return token.is("{") ? try mapUpdates(isPattern) : try recordUpdates(isPattern)
        }
        if accept(":") { try primary() }
        if token.is("(") { try arguments() }
    }

    /// After a `#`: associations, and again as long as another `#` follows.
    private mutating func mapUpdates(_ isPattern: Bool) throws(Failure) {
        repeat {
            try bracketed("{", "}") { (syntax) throws(Failure) in
                try syntax.expression()
                guard syntax.acceptAny(["=>", ":="]) else { throw syntax.unexpected() }
                try syntax.expression()
            }
        } while !isPattern && accept("#")
    }

    /// After a `#`: a record or a field of it, and again as long as another `#` follows.
    private mutating func recordUpdates(_ isPattern: Bool) throws(Failure) {
        repeat {
            try expect(.atom)
            if accept(".") {
                try expect(.atom)
            } else {
                try bracketed("{", "}") { (syntax) throws(Failure) in
                    try syntax.expect(.atom, .variable)
                    try syntax.expect("=")
                    try syntax.expression()
                }
            }
        } while !isPattern && accept("#")
    }

    private mutating func arguments() throws(Failure) {
        try bracketed("(", ")") { (syntax) throws(Failure) in try syntax.expression() }
    }

    private mutating func patternArguments() throws(Failure) {
        try bracketed("(", ")") { (syntax) throws(Failure) in try syntax.expression(isPattern: true) }
    }

    /// Nothing, or elements with commas between them, in brackets.
    private mutating func bracketed(
        _ open: String, _ close: String, _ element: (inout ExpressionSyntax) throws(Failure) -> Void
    ) throws(Failure) {
        try expect(open)
        if accept(close) { return }
        repeat { try element(&self) } while accept(",")
        try expect(close)
    }

    private mutating func primary(isPattern: Bool = false) throws(Failure) {
        switch token.kind {
        case .variable, .character, .integer, .float, .atom: index += 1
        case .string: while token.kind == .string { index += 1 }
        case .sigil(let fault):
            if let fault { throw .sigil(fault.rawValue, token.offset) }
            index += 1
        case .symbol where token.is("["): try list()
        case .symbol where token.is("<<"): try binary()
        case .symbol where token.is("{"):
            try bracketed("{", "}") { (syntax) throws(Failure) in try syntax.expression() }
        case .symbol where accept("("):
            try expression(isPattern: isPattern)
            try expect(")")
        case .reserved where !isPattern: try block()
        default: throw unexpected()
        }
    }

    private mutating func list() throws(Failure) {
        try expect("[")
        if accept("]") { return }
        try expression()
        if accept("||") {
            try generators()
        } else {
            while accept(",") { try expression() }
            if accept("|") { try expression() }
        }
        try expect("]")
    }

    private mutating func generators() throws(Failure) {
        repeat {
            let isBinary = token.is("<<")
            try expression()
            if accept("<-") {
                try expression()
            } else if isBinary, tokens[index - 1].is(">>"), accept("<=") {
                try expression()
            }
        } while accept(",")
    }

    private mutating func binary() throws(Failure) {
        try expect("<<")
        if accept(">>") { return }
        var mayBeComprehension = !Self.signs.contains(where: token.is)
        repeat {
            _ = acceptAny(Self.signs)
            try primary()
            if mayBeComprehension, accept("||") {
                try generators()
                break
            }
            mayBeComprehension = false
            if accept(":") { try primary() }
            guard accept("/") else { continue }
            repeat {
                try expect(.atom)
                if accept(":") { try expect(.integer) }
            } while accept("-")
        } while accept(",")
        try expect(">>")
    }

    // MARK: Blocks

    /// What begins with a reserved word.
    private mutating func block() throws(Failure) {
        if accept("begin") {
            try expressions()
        } else if accept("maybe") {
            repeat {
                try expression()
                if accept("?=") { try expression() }
            } while accept(",")
            if accept("else") { try clauses() }
        } else if accept("if") {
            repeat {
                try guards()
                try body()
            } while accept(";")
        } else if accept("case") {
            try expression()
            try expect("of")
            try clauses()
        } else if accept("receive") {
            if !token.is("after") { try clauses() }
            if accept("after") {
                try expression()
                try body()
            }
        } else if accept("try") {
            try expressions()
            if accept("of") { try clauses() }
            try catches()
        } else if accept("fun") {
            return try fun()
        } else {
            throw unexpected()
        }
        try expect("end")
    }

    private mutating func fun() throws(Failure) {
        let (isAtom, isVariable) = (token.kind == .atom, token.kind == .variable)
        if isAtom || isVariable { index += 1 }
        if isAtom, accept("/") { return try expect(.integer) }
        if isAtom || isVariable, accept(":") {
            try expect(.atom, .variable)
            try expect("/")
            return try expect(.integer, .variable)
        }
        if isAtom { throw unexpected() }
        try patternArguments()
        try guardAndBody()
        while accept(";") {
            if token.kind == .variable { index += 1 }
            try patternArguments()
            try guardAndBody()
        }
        try expect("end")
    }

    private mutating func clauses() throws(Failure) {
        repeat {
            try expression()
            try guardAndBody()
        } while accept(";")
    }

    private mutating func catches() throws(Failure) {
        if accept("after") { return try expressions() }
        try expect("catch")
        repeat {
            if [.atom, .variable].contains(token.kind), tokens[index + 1].is(":") {
                index += 2
                try expression(isPattern: true)
                if accept(":") { try expect(.variable) }
            } else {
                try expression(isPattern: true)
            }
            try guardAndBody()
        } while accept(";")
        if accept("after") { try expressions() }
    }

    private mutating func guardAndBody() throws(Failure) {
        if accept("when") { try guards() }
        try body()
    }

    private mutating func guards() throws(Failure) {
        repeat { try expressions() } while accept(";")
    }

    private mutating func body() throws(Failure) {
        try expect("->")
        try expressions()
    }
}
