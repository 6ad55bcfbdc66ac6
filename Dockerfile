FROM node:22-bookworm-slim AS build
WORKDIR /src
COPY package.json package-lock.json .npmrc ./
RUN npm ci --ignore-scripts --no-audit --no-fund
COPY . .
RUN npm run build && npm prune --omit=dev --ignore-scripts

FROM node:22-bookworm-slim
ENV NODE_ENV=production
WORKDIR /opt/goldpan
COPY --from=build /src/package.json ./
COPY --from=build /src/node_modules node_modules
COPY --from=build /src/dist dist
COPY --from=build /src/examples examples
RUN mkdir /data && chown node:node /data
USER node
VOLUME /data
EXPOSE 8080
HEALTHCHECK CMD ["node", "-e", "fetch('http://localhost:8080/health').then(({ ok }) => process.exit(ok ? 0 : 1), () => process.exit(1))"]
# listens for others, so it wants GOLDPAN_ADMIN_TOKEN
ENTRYPOINT ["node", "dist/cli/main.js", "serve", "--data", "/data", "--host", "0.0.0.0"]
