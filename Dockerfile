# One image for every process of the control plane; the command chooses which.
FROM node:24-bookworm-slim AS build
WORKDIR /app
COPY . .
RUN npm ci --ignore-scripts --no-audit --no-fund \
  && npx next build apps/console \
  && node scripts/bundle.mjs

FROM node:24-bookworm-slim
ENV NODE_ENV=production NEXT_TELEMETRY_DISABLED=1 NEXT_MANUAL_SIG_HANDLE=true DATA_DIR=/var/lib/v-available
WORKDIR /app
COPY --from=build /app /app
# A volume takes over the owner of the folder that it is mounted on.
RUN mkdir -p "$DATA_DIR" && chown node:node "$DATA_DIR"
USER node
CMD ["node", "node_modules/next/dist/bin/next", "start", "apps/console", "--hostname", "0.0.0.0", "--port", "3000"]
