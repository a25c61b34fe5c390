[
  inputs: ["{mix,.formatter}.exs", "{lib,test}/**/*.{ex,exs}"],
  line_length: 120,
  locals_without_parens: [assume: 2],
  export: [locals_without_parens: [assume: 2]]
]
