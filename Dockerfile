# One image for every process of the control plane; the command chooses which.
FROM node:24-bookworm-slim AS build
WORKDIR /app
COPY . .
RUN npm ci --ignore-scripts --no-audit --no-fund \
  && npx next build apps/console \
  && node scripts/bundle.mjs

FROM node:24-bookworm-slim
ENV NODE_ENV=production NEXT_TELEMETRY_DISABLED=1 NEXT_MANUAL_SIG_HANDLE=true
WORKDIR /app
COPY --from=build /app /app
USER node
CMD ["node", "node_modules/next/dist/bin/next", "start", "apps/console", "--hostname", "0.0.0.0", "--port", "3000"]
