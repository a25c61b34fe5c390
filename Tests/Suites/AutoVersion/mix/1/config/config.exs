import Config
config :shop, greeting: "Hello"
