import CommandSupport
import RelupCommands

RelupDiff.main()
