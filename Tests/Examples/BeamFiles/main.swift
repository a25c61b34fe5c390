// Prints what the beams at the given paths export.
import BeamFiles

for path in CommandLine.arguments.dropFirst() {
    let beam = try BeamReader.read(path: path)
    let functions = try BeamSymbols(beam).exports().map(\.function).sorted()
    print(beam.module, try BeamFingerprint.md5(of: beam).hexadecimal)
    for function in functions { print("  \(function)") }
}
