import CommandLine
import RelupCommands

// All tools in one executable, as they are installed: each is a link to it.
Toolkit.main()
