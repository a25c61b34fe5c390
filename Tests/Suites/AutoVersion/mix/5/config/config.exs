import Config
config :shop, greeting: "Good day"
