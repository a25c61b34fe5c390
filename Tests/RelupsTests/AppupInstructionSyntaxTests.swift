import ErlangTerms
import TestSupport
import Testing

@testable import Relups

@Suite struct AppupInstructionSyntaxTests {
    @Test(arguments: [
        ("{update,m,soft,soft_purge,brutal_purge,[]}", nil),
        ("{update,m,5,{advanced,x},soft_purge,brutal_purge,[a]}", nil),
        ("{update,m,static,100000000000000000000,soft,soft_purge,brutal_purge,[a]}", nil),
        ("{update,m,other,0,hard,no,no,no}", "{bad_mod_type,other}"),
        ("{update,m,static,0,hard,no,no,no}", "{bad_timeout,0}"),
        ("{update,m,static,default,hard,no,no,no}", "{bad_change,hard}"),
        ("{update,m,static,default,soft,no,nope,no}", "{bad_purge_method,no}"),
        ("{update,m,static,default,soft,soft_purge,nope,no}", "{bad_purge_method,nope}"),
        ("{update,m,static,default,soft,soft_purge,soft_purge,no}", "{bad_list,no}"),
        ("{update,1,static,0,hard,no,no,no}", "{bad_module,1}"),
        ("{update,m}", "{bad_instruction,{update,m}}"),
        ("{load_module,m,brutal_purge,brutal_purge,[a,\"b\"]}", "{bad_module,\"b\"}"),
        ("{add_module,m}", nil), ("{add_module,m,x}", "{bad_list,x}"),
        ("{delete_module,m,[1]}", "{bad_module,1}"),
        ("{add_application,a,none}", nil), ("{add_application,a,never}", "{bad_start_type,never}"),
        ("{remove_application,1}", "{bad_application,1}"), ("{restart_application,[]}", "{bad_application,[]}"),
        ("{load_object_code,{a,\"1\",[m]}}", nil), ("{load_object_code,{a,1,[m]}}", "{bad_lib_vsn,1}"),
        ("{load_object_code,{\"a\",1,[m]}}", "{bad_lib,\"a\"}"),
        ("{load_object_code,a}", "{bad_instruction,{load_object_code,a}}"),
        ("{suspend,[m,{n,infinity}]}", nil), ("{suspend,[{m,0}]}", "{bad_timeout,0}"),
        ("{code_change,[{m,x}]}", nil), ("{code_change,[m]}", "{bad_code_change,m}"),
        ("{code_change,sideways,[m]}", "{bad_mode,sideways}"), ("{code_change,sideways,m}", "{bad_list,m}"),
        ("{apply,{m,f,[]}}", nil), ("{apply,{m,f,a}}", "{bad_args_list,a}"),
        ("{apply,{m,\"f\",a}}", "{bad_func,\"f\"}"),
        ("{sync_nodes,1,{m,f,[]}}", nil), ("{sync_nodes,1,[n]}", nil), ("{sync_nodes,1,[\"n\"]}", "{bad_node,\"n\"}"),
        ("restart", nil), ("reboot", nil), ("mnesia_backup", "{not_yet_implemented,mnesia_backup}"),
        ("restart_emulator", nil), ("{}", "{bad_instruction,{}}"), ("\"s\"", "{bad_instruction,\"s\"}"),
    ])
    func findsTheFirstFault(instruction: String, reason: String?) {
        #expect(fault(instruction) == reason.map(term))
    }

    @Test func tellsOfCrashesWithoutStack() {
        #expect(fault("{purge,[a|b]}") == term("{function_clause,[]}"))
        #expect(fault("{purge,[1|b]}") == term("{bad_module,1}"))
    }

    private func fault(_ instruction: String) -> ErlangTerm? {
        do {
            _ = try AppupInstructionSyntax.instruction(term(instruction))
            return nil
        } catch {
            return error.reason
        }
    }
}
