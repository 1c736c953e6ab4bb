// A page with a router of its own: the address bar is React Router's, and the portal's places are a part of its addresses.

import { useEffect, useRef } from "react";
import { createRoot } from "react-dom/client";
import { BrowserRouter, Link, Route, Routes, useLocation, useNavigate, useParams } from "react-router";

function Passwords() {
  const portal = useRef(null);
  const navigate = useNavigate();
  const { search } = useLocation();
  const place = `/${useParams()["*"]}${search}`;
  useEffect(() => {
    const element = portal.current;
    const follow = ({ detail }) => navigate(`/passwords${detail.place}`, { replace: detail.replaced });
    const leave = () => navigate("/");
    element.addEventListener("place-changed", follow);
    element.addEventListener("session-ended", leave);
    return () => {
      element.removeEventListener("place-changed", follow);
      element.removeEventListener("session-ended", leave);
    };
  }, [navigate]);
  return (
    <>
      <h1>Passwords of our customers</h1>
      <provider-portal ref={portal} memory="" base="/app/passwords" place={place} />
    </>
  );
}

const Tickets = () => <h1>Tickets in the app</h1>;
const Start = () => <h1>Good morning from the app</h1>;

function App() {
  return (
    <BrowserRouter basename="/app">
      <nav className="desk-tools" aria-label="App">
        <Link to="/">App start</Link>
        <Link to="/tickets">App tickets</Link>
        <Link to="/passwords/">App passwords</Link>
      </nav>
      <Routes>
        <Route index element={<Start />} />
        <Route path="tickets" element={<Tickets />} />
        <Route path="passwords/*" element={<Passwords />} />
      </Routes>
    </BrowserRouter>
  );
}

createRoot(document.getElementById("app")).render(<App />);
