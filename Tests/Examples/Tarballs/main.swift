// Prints the entries of the tarballs at the given paths, with their sizes. Nothing counts before the end is reached: only
// then is the whole tarball known to be sound.
import Tarballs

for path in CommandLine.arguments.dropFirst() {
    var lines: [String] = []
    let facts = try TarballReader.forEachEntry(of: path) { entry, _ in
        let size = entry.kind == .file ? " \(entry.size)" : ""
        lines.append("\(entry.path)\(size)")
    }
    for line in lines { print(line) }
    print("\(facts.entryCount) entries, \(facts.compression)")
}
