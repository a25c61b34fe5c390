import CommandSupport
import RelupCommands

RelupModify.main()
