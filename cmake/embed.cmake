# embed_queries(module): src/store/queries/*.sql and migrations/*.sql become one generated source of that module.
function(embed_queries module)
  file(GLOB sql CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/src/store/queries/*.sql ${CMAKE_SOURCE_DIR}/src/store/migrations/*.sql)
  set(out ${CMAKE_BINARY_DIR}/embedded_sql.cpp)
  add_custom_command(OUTPUT ${out}
    COMMAND python3 ${CMAKE_SOURCE_DIR}/tools/embed_sql.py ${CMAKE_SOURCE_DIR}/src/store ${out}
    DEPENDS ${sql} ${CMAKE_SOURCE_DIR}/tools/embed_sql.py VERBATIM)
  target_sources(${module} PRIVATE ${out})
endfunction()

# embed_web(library): builds web/ and embeds what comes out, with its gzip and brotli forms, as one library.
function(embed_web library)
  file(GLOB_RECURSE web CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/web/packages/*.* ${CMAKE_SOURCE_DIR}/web/apps/*.*)
  list(FILTER web EXCLUDE REGEX "/node_modules/")
  set(out ${CMAKE_BINARY_DIR}/web_assets)
  add_custom_command(OUTPUT ${out}/assets.cpp ${out}/assets.S
    COMMAND ${CMAKE_SOURCE_DIR}/tools/build_web.sh ${out}
    COMMAND python3 ${CMAKE_SOURCE_DIR}/tools/embed_assets.py ${out}/dist ${out}
    DEPENDS ${web} ${CMAKE_SOURCE_DIR}/web/package.json ${CMAKE_SOURCE_DIR}/tools/build_web.sh ${CMAKE_SOURCE_DIR}/tools/embed_assets.py VERBATIM)
  add_library(${library} STATIC ${out}/assets.cpp ${out}/assets.S)
  target_include_directories(${library} PUBLIC ${CMAKE_SOURCE_DIR}/src)
endfunction()

# embed_text(module name FILE…): the files one after the other between the symbols heed_<name>_begin and heed_<name>_end of that
# module.
function(embed_text module name)
  list(TRANSFORM ARGN REPLACE "(.+)" "  .incbin \"\\1\"" OUTPUT_VARIABLE includes)
  list(JOIN includes "\n" includes)
  set(out ${CMAKE_BINARY_DIR}/${name}.S)
  file(CONFIGURE OUTPUT ${out} CONTENT [[
  .section .rodata
  .global heed_@name@_begin
heed_@name@_begin:
@includes@
  .global heed_@name@_end
heed_@name@_end:
  .byte 0
  .section .note.GNU-stack,"",%progbits
]] @ONLY)
  set_source_files_properties(${out} PROPERTIES OBJECT_DEPENDS "${ARGN}")
  target_sources(${module} PRIVATE ${out})
endfunction()

# embed_model(library): models/*.model, each between two symbols; nothing between them where it is not there.
function(embed_model library)
  set(out ${CMAKE_BINARY_DIR}/triage_model.S)
  set(text "  .section .rodata\n")
  foreach(name triage encoder)
    file(GLOB model CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/models/${name}.model)
    string(APPEND text "  .balign 64\n  .global heed_${name}_model_begin\nheed_${name}_model_begin:\n")
    if(model)
      string(APPEND text "  .incbin \"${model}\"\n")
      list(APPEND models ${model})
    endif()
    string(APPEND text "  .global heed_${name}_model_end\nheed_${name}_model_end:\n  .byte 0\n")
  endforeach()
  file(CONFIGURE OUTPUT ${out} CONTENT "${text}  .section .note.GNU-stack,\"\",%progbits\n" @ONLY)
  set_source_files_properties(${out} PROPERTIES OBJECT_DEPENDS "${models}")
  add_library(${library} STATIC ${out})
endfunction()
