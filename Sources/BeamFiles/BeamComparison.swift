public import ErlangTerms

/// Two beams compared as files: whether the code changed, and what beam_lib says about them.
public struct BeamComparison: Sendable {
    /// The module of the first beam that can be read.
    public let module: Atom?
    /// Whether one module has to be loaded on a node that runs the other; nil if a beam could not be read.
    public let isChanged: Bool?
    /// The reason that `beam_lib:cmp/2` of OTP 25.2 returns, with the files as given; nil if it returns `ok`.
    public let reason: ErlangTerm?
    /// The digest of the code of each beam; nil if it has no code or cannot be read.
    public let md5: [[UInt8]?]
    /// Why a beam could not be read.
    public let errors: [BeamError]

    /// Compares two files. `reason` and the errors call the files by `names`.
    public init(_ left: [UInt8], _ right: [UInt8], names: (String, String)) {
        let beams = [(left, names.0), (right, names.1)].map { bytes, name in
            Result { () throws(BeamError) in try BeamReader.readDamaged(bytes, file: name) }
        }
        let read = beams.compactMap { try? $0.get() }
        let fingerprints = beams.map { beam in try? BeamFingerprint(beam.get()) }
        errors = beams.compactMap { beam in
            switch beam {
            case .success(let beam): beam.damage
            case .failure(let error): error
            }
        }
        module = read.first?.module
        md5 = beams.map { beam in try? BeamFingerprint.md5(of: beam.get()) }
        if let error = errors.first {
            reason = error.reason
        } else {
            reason = BeamDifference.first(read[0], read[1])?.reason
        }
        switch (fingerprints[0], fingerprints[1]) {
        case (let old?, let new?): isChanged = new.isChanged(from: old) || read[0].module != read[1].module
        case (nil, nil): isChanged = nil
        default: isChanged = read.count == 2 ? true : nil
        }
    }
}
