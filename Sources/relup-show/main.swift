import CommandSupport
import RelupCommands

RelupShow.main()
