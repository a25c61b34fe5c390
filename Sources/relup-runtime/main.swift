import CommandSupport
import RelupCommands

RelupRuntimeTool.main()
